import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { serve } from '../child/serve.ts'
import { backendClient, type BackendClient } from '../contract/client.ts'
import type { GenerationEvent } from '../contract/generation.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import type { Message } from '../contract/message.ts'
import { startApplication, type Application, type ApplicationOptions } from './application.ts'
import type { MainServices } from './main-services.ts'

type TestOptions = Partial<ApplicationOptions> & Pick<ApplicationOptions, 'starter'>

const curatedListFile = join(import.meta.dirname, '../../resources/models/curated.json')

/** Stands in for main: its trash is a folder, and its key ring writes texts in another way. */
class TestMain implements MainServices {
  readonly trashFolder: string

  constructor(trashFolder: string) {
    this.trashFolder = trashFolder
  }

  async trash(path: string): Promise<void> {
    await mkdir(this.trashFolder, { recursive: true })
    await rename(path, join(this.trashFolder, basename(path)))
  }

  async seal(text: string): Promise<string> {
    return `sealed ${Buffer.from(text).toString('hex')}`
  }

  async open(sealed: string): Promise<string> {
    return Buffer.from(sealed.replace('sealed ', ''), 'hex').toString()
  }
}

/** A whole backend on a temporary folder, for tests, used as a page uses it. */
export class TestBackend {
  readonly folder: string
  readonly builtInModelFolder: string
  /** Empty: other applications are looked for here. */
  readonly homeFolder: string
  readonly main: TestMain
  readonly #options: TestOptions
  #application: Application | null = null
  /** What the backend had to report that nobody foresaw. */
  readonly #unexpected: unknown[] = []

  private constructor(root: string, options: TestOptions) {
    this.folder = join(root, 'data')
    this.builtInModelFolder = root
    this.homeFolder = join(root, 'home')
    this.main = new TestMain(join(root, 'trash'))
    this.#options = options
  }

  /** Starts one whose built-in model, id `built-in`, is the file that `writeModel` writes. */
  static async start(options: TestOptions, writeModel: (path: string) => Promise<void>): Promise<TestBackend> {
    const root = await mkdtemp(join(tmpdir(), 'hearth-'))
    const about = { license: 'MIT', languages: ['en'], systemPrompt: 'Be brief.', sampling: { temperature: 0 } }
    await writeFile(
      join(root, 'built-in.json'),
      JSON.stringify({ id: 'built-in', name: 'Tiny', file: 'a.gguf', ...about }),
    )
    await writeModel(join(root, 'a.gguf'))
    const backend = new TestBackend(root, options)
    await backend.open()
    return backend
  }

  get application(): Application {
    if (!this.#application) throw new Error('the backend is not open')
    return this.#application
  }

  /** Starts again on the same folder. */
  async open(): Promise<void> {
    const { folder: dataFolder, builtInModelFolder, homeFolder, main } = this
    const outside = { curatedListFile, canStoreSecrets: true, homeFolder, main, version: '0.0.0', environment: {} }
    this.#application = await startApplication({ dataFolder, builtInModelFolder, ...outside, ...this.#options })
  }

  /** Ends it in an orderly way. */
  async close(): Promise<void> {
    await this.#application?.close()
    this.#application = null
  }

  /** Ends it and removes all that it has written. Throws what nobody foresaw. */
  async remove(): Promise<void> {
    await this.close()
    await rm(this.builtInModelFolder, { recursive: true })
    if (this.#unexpected.length > 0)
      throw new AggregateError(this.#unexpected, 'the backend failed in a way that nobody foresaw')
  }

  /** A page's connection. `close` is what happens when its window is closed. */
  page(): { client: BackendClient; close: () => void } {
    const [ours, theirs] = virtualChannel()
    serve(this.application.router, theirs, (error) => this.#unexpected.push(error))
    const client = backendClient(ours)
    ours.start()
    return { client, close: () => ours.close() }
  }
}

/** All events of an answer until its end. */
export async function watchToEnd(client: BackendClient, messageId: string): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = []
  for await (const event of await client.chat.attach({ messageId })) events.push(event)
  return events
}

/** The answer as it ends. */
export async function endOf(client: BackendClient, messageId: string): Promise<Message> {
  const last = (await watchToEnd(client, messageId)).at(-1)
  if (last?.type !== 'end') throw new Error('the answer ended without a word')
  return last.message
}

/** The message at the end of the path that is shown. */
export function leafOf({ messages }: { messages: Message[] }): Message {
  const leaf = messages.at(-1)
  if (!leaf) throw new Error('no messages')
  return leaf
}
