import { expect, test } from 'vitest'
import type { MainLink } from '../../child/main-link.ts'
import { virtualChannel } from '../../contract/ipc-port.ts'
import type { Port } from '../../contract/port.ts'
import { ScriptedEngine } from '../../testing/scripted-engine.ts'
import { mainEngineStarter } from './engine-starter.ts'

/** A line to a main that does nothing by itself. */
function quietMain() {
  const sent: unknown[] = []
  let tell: (message: unknown) => void = () => undefined
  let give: (name: string, port: Port) => void = () => undefined
  const link: MainLink = {
    send: (message) => sent.push(message),
    onMessage: (listener) => (tell = listener),
    onPort: (listener) => (give = listener),
    onClose: () => undefined,
  }
  const starter = mainEngineStarter(link)
  return {
    starter,
    sent,
    tell: (message: unknown) => tell(message),
    give: (name: string, port: Port) => give(name, port),
  }
}

test('each engine that was asked for gets the port and the end that are its own', async () => {
  const { starter, sent, tell, give } = quietMain()
  const [first, second] = [starter.start(), starter.start()]
  expect(sent).toEqual([
    { type: 'start-engine', engineId: '1' },
    { type: 'start-engine', engineId: '2' },
  ])
  const scripted = new ScriptedEngine()
  for (const id of ['2', '1']) {
    const [ours, theirs] = virtualChannel()
    scripted.serveOn(theirs)
    give(`engine:${id}`, ours)
  }
  give('page', virtualChannel()[0])
  const engines = await Promise.all([first, second])
  for (const { client } of engines)
    expect(await client.prefill({ turns: [], draft: '' })).toEqual({ evaluatedTokens: 1 })
  engines[1]?.end()
  expect(sent.at(-1)).toEqual({ type: 'end-engine', engineId: '2' })
  tell({ type: 'nonsense' })
  tell({ type: 'engine-ended', engineId: '2', end: { exitCode: 3, signal: null } })
  tell({ type: 'engine-ended', engineId: '1', end: { exitCode: null, signal: 'SIGABRT' } })
  expect(await Promise.all(engines.map(({ ended }) => ended))).toEqual([
    { exitCode: null, signal: 'SIGABRT' },
    { exitCode: 3, signal: null },
  ])
})

test('one that ends before its port comes has ended, and is not waited for', async () => {
  const { starter, tell } = quietMain()
  const starting = starter.start()
  const end = { exitCode: 127, signal: null }
  tell({ type: 'engine-ended', engineId: '1', end })
  expect(await (await starting).ended).toEqual(end)
})
