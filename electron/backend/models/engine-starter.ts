import { engineClient, type EngineClient } from '../../contract/engine-client.ts'
import { toBackendSchema, type ProcessEnd, type ToMain } from '../../contract/host.ts'
import { virtualChannel } from '../../contract/ipc-port.ts'
import type { Port } from '../../contract/port.ts'
import type { MainLink } from '../../child/main-link.ts'

/** A running engine process. */
export interface StartedEngine {
  client: EngineClient
  /** Settled when the process is really gone, however it came to that. Never rejects. */
  ended: Promise<ProcessEnd>
  /** Ends the process without asking it. */
  end(): void
}

/** Starts engine processes: main does it for the real application. */
export interface EngineStarter {
  start(): Promise<StartedEngine>
}

const enginePort = /^engine:(.+)$/

/** Asks main for engine processes, and hears from it how they end. */
export function mainEngineStarter(link: MainLink): EngineStarter {
  const send = (message: ToMain): void => link.send(message)
  const ports = new Map<string, (port: Port) => void>()
  const ends = new Map<string, (end: ProcessEnd) => void>()
  link.onPort((name, port) => {
    const engineId = enginePort.exec(name)?.[1]
    if (engineId !== undefined) ports.get(engineId)?.(port)
  })
  link.onMessage((message) => {
    const parsed = toBackendSchema.safeParse(message)
    if (parsed.data?.type === 'engine-ended') ends.get(parsed.data.engineId)?.(parsed.data.end)
  })
  let nextId = 1
  return {
    start: async () => {
      const engineId = String(nextId++)
      const port = new Promise<Port>((resolve) => ports.set(engineId, resolve))
      const ended = new Promise<ProcessEnd>((resolve) => ends.set(engineId, resolve))
      void ended.finally(() => {
        ports.delete(engineId)
        ends.delete(engineId)
      })
      send({ type: 'start-engine', engineId })
      // A process that ended before its port came gets one that leads nowhere: `ended` says the rest.
      const given = await Promise.race([port, ended.then(() => virtualChannel()[0])])
      const end = (): void => send({ type: 'end-engine', engineId })
      const client = engineClient(given, end)
      given.start()
      return { client, ended, end }
    },
  }
}
