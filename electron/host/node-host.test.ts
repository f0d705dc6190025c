import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { ProcessEnd } from '../contract/host.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import type { Port } from '../contract/port.ts'
import { nodeHost } from './node-host.ts'
import type { HostedProcess } from './process-host.ts'

const host = nodeHost(process.execPath)
const running: HostedProcess[] = []

const echoChild = fileURLToPath(new URL('../testing/echo-child.ts', import.meta.url))

function startEcho(): HostedProcess {
  const child = host.start({
    name: 'echo',
    entry: echoChild,
    args: [],
    env: { PATH: process.env['PATH'] ?? '' },
  })
  running.push(child)
  return child
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill()
})

function nextMessage(port: Port): Promise<unknown> {
  return new Promise((resolve) => port.on('message', ({ data }) => resolve(data)))
}

function portTo(child: HostedProcess, name: string): Port {
  const [ours, theirs] = host.channel()
  child.givePort(name, theirs)
  ours.start()
  return ours
}

test('messages go both ways', async () => {
  const child = startEcho()
  const answer = new Promise((resolve) => child.onMessage(resolve))
  child.send({ hello: 'wörld', bytes: new Uint8Array([1, 2, 3]) })
  expect(await answer).toEqual({ echo: { hello: 'wörld', bytes: new Uint8Array([1, 2, 3]) } })
})

test('each port is its own, under its own name', async () => {
  const child = startEcho()
  const first = portTo(child, 'page')
  const second = portTo(child, 'engine:1')
  const answers = Promise.all([nextMessage(first), nextMessage(second)])
  first.postMessage(1)
  second.postMessage(2)
  expect(await answers).toEqual([
    { name: 'page', data: 1 },
    { name: 'engine:1', data: 2 },
  ])
})

test('ten thousand messages and a large one arrive in order', async () => {
  const port = portTo(startEcho(), 'page')
  const large = 'x'.repeat(5_000_000)
  const received: unknown[] = []
  const all = new Promise<void>((resolve) => {
    port.on('message', ({ data }) => {
      received.push(data)
      if (received.length === 10_001) resolve()
    })
  })
  for (let i = 0; i < 10_000; i++) port.postMessage(i)
  port.postMessage(large)
  await all
  expect(received.slice(0, 10_000)).toEqual(Array.from({ length: 10_000 }, (_, i) => ({ name: 'page', data: i })))
  expect(received[10_000]).toEqual({ name: 'page', data: large })
})

test('the end of a killed child is told with its signal, and closes its ports', async () => {
  const child = startEcho()
  const port = portTo(child, 'page')
  const answer = nextMessage(port)
  port.postMessage('alive')
  await answer
  const closed = new Promise<void>((resolve) => port.on('close', resolve))
  const ended = new Promise<ProcessEnd>((resolve) => child.onEnd(resolve))
  process.kill(child.pid ?? 0, 'SIGSEGV')
  expect(await ended).toEqual({ exitCode: null, signal: 'SIGSEGV' })
  await closed
})

test('an entry that does not exist ends with an exit code', async () => {
  const child = host.start({ name: 'none', entry: '/nowhere/none.js', args: [], env: {} })
  const end = await new Promise<ProcessEnd>((resolve) => child.onEnd(resolve))
  expect(end).toEqual({ exitCode: 1, signal: null })
})

test('a virtual channel keeps what arrives before it is started, and closes at both ends', async () => {
  const [ours, theirs] = virtualChannel()
  ours.postMessage('early')
  await Promise.resolve()
  const early = nextMessage(theirs)
  theirs.start()
  expect(await early).toBe('early')
  const closed = new Promise<void>((resolve) => theirs.on('close', resolve))
  ours.close()
  await closed
  const received: unknown[] = []
  ours.on('message', ({ data }) => received.push(data))
  theirs.postMessage('too late')
  await Promise.resolve()
  expect(received).toEqual([])
})

test.runIf(process.platform !== 'win32')('a child keeps no socket that it inherited', async () => {
  const child = spawn(process.execPath, [echoChild], { stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'] })
  const inherited = child.stdio[4]
  if (!(inherited instanceof Socket)) throw new Error('there is no socket')
  await once(inherited.resume(), 'close')
  const answer = once(child, 'message')
  child.send({ kind: 'message', message: 'still there?' })
  expect((await answer)[0]).toEqual({ kind: 'message', message: { echo: 'still there?' } })
  child.kill()
})
