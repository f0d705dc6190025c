import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { serve } from '../child/serve.ts'
import { backendClient, type BackendClient } from '../contract/client.ts'
import type { GenerationEvent } from '../contract/generation.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import type { Message } from '../contract/message.ts'
import { startApplication, type Application, type ApplicationOptions } from './application.ts'
import type { MainServices } from './main-services.ts'
import type { EngineStarter } from './models/engine-starter.ts'

type WriteModel = (path: string) => Promise<void>
type TestOptions = Partial<ApplicationOptions> & Pick<ApplicationOptions, 'starter'>

const curatedListFile = join(import.meta.dirname, '../../resources/models/curated.json')

/** Stands in for main: its trash is a folder, and its key ring writes texts in another way. */
class TestMain implements MainServices {
  readonly trashFolder: string
  /** What the person chooses. */
  exportFile: string | null = null

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

  async chooseExportFile(): Promise<string | null> {
    return this.exportFile
  }
}

/** All that is outside a backend whose data is below `root`: nothing of this computer's but its disk. */
export function outsideOf(
  root: string,
): Pick<
  ApplicationOptions,
  'curatedListFile' | 'canStoreSecrets' | 'homeFolder' | 'main' | 'version' | 'environment'
> & { main: TestMain } {
  const main = new TestMain(join(root, 'trash'))
  return {
    curatedListFile,
    canStoreSecrets: true,
    homeFolder: join(root, 'home'),
    main,
    version: '0.0.0',
    environment: {},
  }
}

/** A whole backend on a temporary folder, for tests, used as a page uses it. */
export class TestBackend {
  readonly folder: string
  readonly builtInModelFolder: string
  readonly #outside: ReturnType<typeof outsideOf>
  readonly #options: TestOptions
  #application: Application | null = null
  /** What the backend had to report that nobody foresaw. */
  readonly #unexpected: unknown[] = []

  private constructor(root: string, options: TestOptions) {
    this.folder = join(root, 'data')
    this.builtInModelFolder = root
    this.#outside = outsideOf(root)
    this.#options = options
  }

  /** Starts one whose built-in model, id `built-in`, is the file that `writeModel` writes. */
  static async start(options: TestOptions, writeModel: WriteModel): Promise<TestBackend> {
    const root = await mkdtemp(join(tmpdir(), 'hearth-'))
    const origin = { license: 'MIT', publisher: 'Somebody', source: 'somebody/tiny-gguf' }
    const about = { ...origin, languages: ['en'], systemPrompt: 'Be brief.', sampling: { temperature: 0 } }
    await writeFile(
      join(root, 'built-in.json'),
      JSON.stringify({ id: 'built-in', name: 'Tiny', file: 'a.gguf', ...about }),
    )
    await writeModel(join(root, 'a.gguf'))
    const backend = new TestBackend(root, options)
    await backend.open()
    return backend
  }

  /** Empty: other applications are looked for here. */
  get homeFolder(): string {
    return this.#outside.homeFolder
  }

  get main(): TestMain {
    return this.#outside.main
  }

  get application(): Application {
    if (!this.#application) throw new Error('the backend is not open')
    return this.#application
  }

  /** Starts again on the same folder. */
  async open(): Promise<void> {
    const { folder: dataFolder, builtInModelFolder } = this
    this.#application = await startApplication({ dataFolder, builtInModelFolder, ...this.#outside, ...this.#options })
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

/** What a test is run with: a backend of its own, what starts its engines, and a page's connection. */
export class BackendOfTest<E extends EngineStarter> {
  readonly #newEngine: () => E
  #running: { engine: E; backend: TestBackend; client: BackendClient } | null = null

  constructor(newEngine: () => E) {
    this.#newEngine = newEngine
  }

  get engine(): E {
    return this.#now.engine
  }

  get backend(): TestBackend {
    return this.#now.backend
  }

  get client(): BackendClient {
    return this.#now.client
  }

  get #now() {
    if (!this.#running) throw new Error('the backend is not open')
    return this.#running
  }

  /** Starts one, in the place of the one that is running. */
  async start(writeModel: WriteModel, options: Partial<ApplicationOptions> = {}): Promise<void> {
    await this.remove()
    const engine = this.#newEngine()
    const backend = await TestBackend.start({ starter: engine, ...options }, writeModel)
    this.#running = { engine, backend, client: backend.page().client }
  }

  /** Starts it again on the same folder, after `backend.close`. */
  async open(): Promise<void> {
    const { engine, backend } = this.#now
    await backend.open()
    this.#running = { engine, backend, client: backend.page().client }
  }

  async remove(): Promise<void> {
    await this.#running?.backend.remove()
    this.#running = null
  }
}

/** Each test of the file gets a backend of its own, with the model that `writeModel` writes inside. */
export function backendForEachTest<E extends EngineStarter>(
  newEngine: () => E,
  writeModel: WriteModel,
  options: Partial<ApplicationOptions> = {},
): BackendOfTest<E> {
  const hearth = new BackendOfTest(newEngine)
  beforeEach(() => hearth.start(writeModel, options))
  afterEach(() => hearth.remove())
  return hearth
}

/** Adds a copy of the built-in model under another name. Answers its id. */
export async function addModel(
  { backend, client }: Pick<BackendOfTest<EngineStarter>, 'backend' | 'client'>,
  name: string,
): Promise<string> {
  const path = join(backend.builtInModelFolder, `${name}.gguf`)
  await copyFile(join(backend.builtInModelFolder, 'a.gguf'), path)
  const [added] = await client.models.add({ paths: [path] })
  if (added?.result !== 'added') throw new Error('not added')
  return added.model.id
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
