import { engineClient, type EngineClient } from '../contract/engine-client.ts'
import type { ProcessEnd } from '../contract/host.ts'
import { nodeHost } from '../host/node-host.ts'
import type { ProcessHost } from '../host/process-host.ts'

/** An engine in a process of its own, as the application starts it. */
export interface EngineProcess {
  /** 0 while it is not there yet. */
  readonly pid: number
  client: EngineClient
  /** Settled when it is gone. */
  ended: Promise<ProcessEnd>
  /** Ends it without asking. */
  end: () => void
}

/** Starts the engine of this entry file, source or built: unless the host is another one, under the Node that runs this. */
export function startEngineProcess(entry: string, host: ProcessHost = nodeHost(process.execPath)): EngineProcess {
  const hosted = host.start({ name: 'engine', entry, args: [], env: { UV_THREADPOOL_SIZE: '1' } })
  const [ours, theirs] = host.channel()
  hosted.givePort('backend', theirs)
  const client = engineClient(ours, () => hosted.kill())
  ours.start()
  const ended = new Promise<ProcessEnd>((resolve) => hosted.onEnd(resolve))
  return {
    get pid() {
      return hosted.pid ?? 0
    },
    client,
    ended,
    end: () => hosted.kill(),
  }
}
