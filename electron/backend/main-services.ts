import type { MainLink } from '../child/main-link.ts'
import { toBackendSchema, type ToMain } from '../contract/host.ts'

/** What only main can do, since only main has Electron. Each rejects with an Error whose message is for a bug report. */
export interface MainServices {
  /** Moves a file to the system's trash. */
  trash(path: string): Promise<void>
  /** Encrypts with the system's key ring. */
  seal(text: string): Promise<string>
  /** Decrypts what `seal` made on this computer. */
  open(sealed: string): Promise<string>
  /** Asks the person for a file to write the connections into; null: none was chosen. */
  chooseExportFile(): Promise<string | null>
}

type Request = Extract<ToMain, { requestId: number }>
type Unnumbered<R> = R extends Request ? Omit<R, 'requestId'> : never

/** Asks main, and hears its answers by the number of the request. */
export function mainServices(link: MainLink): MainServices {
  const waiting = new Map<number, PromiseWithResolvers<string>>()
  let nextId = 1
  link.onMessage((message) => {
    const { data } = toBackendSchema.safeParse(message)
    if (data?.type === 'answer') waiting.get(data.requestId)?.resolve(data.value)
    if (data?.type === 'refusal') waiting.get(data.requestId)?.reject(new Error(data.detail))
  })
  const ask = async (request: Unnumbered<Request>): Promise<string> => {
    const requestId = nextId++
    const answer = Promise.withResolvers<string>()
    waiting.set(requestId, answer)
    link.send({ ...request, requestId })
    return answer.promise.finally(() => waiting.delete(requestId))
  }
  return {
    trash: async (path) => void (await ask({ type: 'trash-file', path })),
    seal: (text) => ask({ type: 'seal-secret', text }),
    open: (sealed) => ask({ type: 'open-secret', sealed }),
    chooseExportFile: async () => (await ask({ type: 'choose-export-file' })) || null,
  }
}
