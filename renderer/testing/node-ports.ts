import { useConnection } from '@renderer/app/backend.ts'
import type { NodePage } from './node-page.ts'
import { ScriptedAnswers } from './scripted-answers.ts'
import { serveScripted } from './scripted-backend.ts'
import { ScriptedStore, type Script } from './scripted-store.ts'

const small: Script = {
  conversations: 0,
  messages: 0,
  models: 'built-in',
  language: 'en',
  settings: {},
  engine: { phase: 'idle' },
}

/** Hands the page a port to a scripted backend, with other things in it where given. */
export function giveScriptedPort(
  page: NodePage,
  script: Partial<Script> = {},
): { store: ScriptedStore; close: () => void } {
  const store = new ScriptedStore({ ...small, ...script })
  const { port1, port2 } = new MessageChannel()
  serveScripted(store, new ScriptedAnswers(store), port2)
  page.givePort(port1)
  const close = (): void => {
    port1.close()
    port2.close()
  }
  return { store, close }
}

/** Hands the page a port that is lost at the first call, which nobody answers. Resolves when the page knows it. */
export async function givePortToLose(page: NodePage): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  port2.addEventListener('message', () => port2.close(), { once: true })
  port2.start()
  page.givePort(port1)
  await new Promise<void>((resolve) => {
    const stop = useConnection.subscribe(({ status }) => {
      if (status !== 'restarting') return
      stop()
      resolve()
    })
  })
}
