import { fork } from 'node:child_process'
import { isEnvelope, type Envelope } from '../contract/envelope.ts'
import { PortTable, virtualChannel } from '../contract/ipc-port.ts'
import type { HostedProcess, ProcessHost, ProcessSpec } from './process-host.ts'

/**
 * Hosts children under a plain Node binary, their ports carried over the IPC channel. This is how they run in tests, under a
 * debugger, and under an Electron whose own Node is older than the native modules need.
 */
export function nodeHost(nodePath: string): ProcessHost {
  return { start: (spec) => startNode(nodePath, spec), channel: virtualChannel }
}

function startNode(nodePath: string, spec: ProcessSpec): HostedProcess {
  const child = fork(spec.entry, spec.args, {
    execPath: nodePath,
    execArgv: ['--title=hearth-' + spec.name, ...(spec.flags ?? [])],
    env: spec.env,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const send = (envelope: Envelope): void => {
    // The callback takes the error of a child that is just ending; its end is reported by `onEnd`.
    if (child.connected) child.send(envelope, () => undefined)
  }
  const ports = new PortTable(send)
  let nextPortId = 1
  child.on('message', (envelope: unknown) => {
    if (isEnvelope(envelope) && (envelope.kind === 'port-data' || envelope.kind === 'port-closed'))
      ports.receive(envelope)
  })
  child.on('disconnect', () => ports.closeAll())
  return {
    pid: child.pid,
    send: (message) => send({ kind: 'message', message }),
    givePort: (name, port) => {
      const portId = nextPortId++
      const carried = ports.open(portId)
      send({ kind: 'port', name, portId })
      carried.on('message', ({ data }) => port.postMessage(data))
      carried.on('close', () => port.close())
      port.on('message', ({ data }) => carried.postMessage(data))
      port.on('close', () => carried.close())
      carried.start()
      port.start()
    },
    onMessage: (listener) => {
      child.on('message', (envelope: unknown) => {
        if (isEnvelope(envelope) && envelope.kind === 'message') listener(envelope.message)
      })
    },
    onOutput: (listener) => {
      child.stdout?.setEncoding('utf8').on('data', listener)
      child.stderr?.setEncoding('utf8').on('data', listener)
    },
    onEnd: (listener) => {
      child.once('exit', (exitCode, signal) => listener({ exitCode, signal }))
      child.once('error', () => {
        if (child.pid === undefined) listener({ exitCode: null, signal: null })
      })
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
