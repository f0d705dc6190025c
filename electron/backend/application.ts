import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ApplicationEvent } from '../contract/backend.ts'
import { silenceMs } from '../contract/generation.ts'
import type { BackendOptions } from '../contract/host.ts'
import type { EngineState, GraphicsMemory } from '../contract/model.ts'
import { aboutThis } from './about.ts'
import { ConversationActions, type ChatContext } from './chat/conversation-actions.ts'
import { DraftActions } from './chat/draft-actions.ts'
import { Generations, type Patience } from './chat/generations.ts'
import { MessageActions } from './chat/message-actions.ts'
import { standardModelId } from './chat/plan.ts'
import { Preparation } from './chat/preparation.ts'
import { Titles } from './chat/titles.ts'
import { Downloads } from './downloads/downloads.ts'
import { libraryInstaller } from './downloads/installer.ts'
import type { DownloadLimits } from './downloads/ports.ts'
import { Events } from './events.ts'
import type { MainServices } from './main-services.ts'
import type { EngineStarter } from './models/engine-starter.ts'
import { FolderWatch } from './models/folder-watch.ts'
import { FoundModels } from './models/found/found-models.ts'
import { Imports } from './models/import/imports.ts'
import { LibraryActions } from './models/library-actions.ts'
import { ModelLibrary } from './models/library.ts'
import { LoadJournal } from './models/load-journal.ts'
import { ModelLoader } from './models/loader.ts'
import { readComputerMemory, type ComputerMemory } from './models/memory.ts'
import { MeasurementKeeper } from './models/measurements.ts'
import { ModelActions } from './models/model-actions.ts'
import { createHub } from './hub/hub.ts'
import { createNetwork } from './network/network.ts'
import { createRouter, type Services } from './router.ts'
import { SettingsActions } from './settings/settings-actions.ts'
import { SettingsStore } from './settings/settings.ts'
import { Conversations } from './store/conversations.ts'
import { CalibrationsTable } from './store/calibrations.ts'
import { giveUpStore, openStore, putAsideDamaged, type Store } from './store/database.ts'
import { DownloadTables } from './store/downloads.ts'
import { Drafts } from './store/drafts.ts'
import type { CannotStartError } from './store/failures.ts'
import { Messages } from './store/messages.ts'
import { ModelFactsTable } from './store/model-facts.ts'
import { ModelTables } from './store/models.ts'
import { forgetDeletedWords } from './store/search-indexes.ts'
import { StorageWatch } from './store/storage-watch.ts'
import { Upkeep } from './store/upkeep.ts'

/** What the application is started with, and what stands in for the outside world in tests. */
export interface ApplicationOptions extends BackendOptions {
  starter: EngineStarter
  main: MainServices
  patience?: Patience
  downloadLimits?: Partial<DownloadLimits>
  /** How long after loading a model this computer is measured with it, if it is at rest (ms). */
  calibrateAfterMs?: number
  /** Variables that say where other applications keep their models. */
  environment?: Readonly<Record<string, string | undefined>>
  now?: () => number
  /** The database is inspected and backed up this long after the start (ms). */
  upkeepAfterMs?: number
  /** While nothing can be stored, it is tried again this often (ms). */
  storageRetryMs?: number
  /** The database has been found damaged and put aside: the application is closed, and says why. */
  onDamaged?: (reason: CannotStartError) => void
  /** Hears what went wrong where nobody waits for an answer. */
  onTrouble?: (error: unknown) => void
}

/** A model below half a billion weights writes worse titles than the first words are. */
const titleParameters = 500_000_000
const calibrateAfterMs = 3000
const upkeepAfterMs = 30_000
const storageRetryMs = 5000
const patience: Patience = { flushMs: 200, stopMs: 1500, hangMs: 5000, silenceMs }

/** The whole backend on one data folder. */
export interface Application {
  router: ReturnType<typeof createRouter>
  /** Loads the model of new chats, so that the first answer does not wait for it. Never fails. */
  preload: () => Promise<void>
  /** Keeps what is being written, ends the engine and closes the store. */
  close: () => Promise<void>
}

/**
 * Opens the store in the data folder and starts everything that stands on it. What was being written when the application last
 * ended is marked interrupted. Throws CannotStartError.
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const store = openStore(options.dataFolder)
  try {
    return await startOn(store, options)
  } catch (error) {
    throw giveUpStore(store, options.dataFolder, error)
  }
}

async function startOn(store: Store, options: ApplicationOptions): Promise<Application> {
  const now = options.now ?? Date.now
  const conversations = new Conversations(store)
  const messages = new Messages(store)
  const drafts = new Drafts(store)
  const settings = new SettingsStore(store)
  const tables = new ModelTables(store)
  const facts = new ModelFactsTable(store)
  const calibrations = new CalibrationsTable(store)
  const events = new Events()
  const storage = new StorageWatch({
    store,
    retryMs: options.storageRetryMs ?? storageRetryMs,
    onChange: (writable) => events.publish({ type: 'storage-changed', writable }),
  })
  const network = createNetwork({
    store,
    main: options.main,
    canStoreSecrets: options.canStoreSecrets,
    version: options.version,
    settings: () => settings.get(),
    now,
    onChange: (state) => events.publish({ type: 'network-changed', network: state }),
  })
  const modelsFolder = (): string => settings.get().modelsFolder ?? join(options.dataFolder, 'models')
  let graphics: GraphicsMemory | null = null
  const computer = (): ComputerMemory => ({ ...withoutLoaded(readComputerMemory(), loader.state), graphics })
  const library: ModelLibrary = new ModelLibrary({
    store,
    tables,
    facts,
    builtInModelFolder: options.builtInModelFolder,
    modelsFolder,
    computer,
    calibration: () => calibrations.latest(),
    now,
    onChange: () => events.publish({ type: 'models-changed' }),
    onTrouble: (error) => options.onTrouble?.(error),
  })
  const hub = createHub({
    network,
    settings: () => settings.get(),
    library,
    facts,
    calibrations,
    computer,
    curatedListFile: options.curatedListFile,
  })
  const watch = new FolderWatch({ onChange: () => void library.scan(), awaited: () => library.away() })
  const onState = (engine: EngineState): void => {
    events.publish({ type: 'engine-changed', engine })
    generations.engineChanged(engine)
    if (engine.phase === 'ready') measurements.loaded(engine.modelId, engine.loaded)
  }
  const measurements = new MeasurementKeeper({
    store,
    facts,
    calibrations,
    library,
    loaded: () => loader.loaded(),
    isIdle: () => generations.idle,
    calibrateAfterMs: options.calibrateAfterMs ?? calibrateAfterMs,
    now,
    onChange: () => events.publish({ type: 'models-changed' }),
  })
  const journal = new LoadJournal(store, tables, facts)
  const loader: ModelLoader = new ModelLoader({
    starter: options.starter,
    library,
    journal,
    settings: () => settings.get(),
    now,
    onGraphics: (found) => {
      if (isDeepStrictEqual(graphics, found)) return
      graphics = found
      events.publish({ type: 'models-changed' })
    },
    onState,
  })
  const imports = new Imports({
    library,
    loader,
    modelsFolder,
    now,
    onChange: (all) => events.publish({ type: 'imports-changed', imports: all }),
  })
  const downloads = new Downloads({
    gate: network.gate,
    hub,
    installer: libraryInstaller(store, library, facts),
    tables: new DownloadTables(store),
    settings: () => settings.get(),
    modelsFolder,
    now,
    onChange: (all) => events.publish({ type: 'downloads-changed', downloads: all }),
    limits: options.downloadLimits,
  })
  const announce = (conversationId: string): void => actions.announce(conversationId)
  const generations: Generations = new Generations({
    store,
    messages,
    loader,
    patience: options.patience ?? patience,
    now,
    onChange: announce,
    onMeasured: (modelId, measured) => measurements.answered(modelId, measured),
    onComplete: (message, plan) =>
      generations.inTurn(
        (giveWay) => titles.afterAnswer(message, plan.modelId, giveWay),
        () => undefined,
      ),
  })
  storage.owe(() => {
    messages.interruptStreaming((messageId) => generations.isRunning(messageId))
    conversations.purgeTrash(now())
  })
  const titles = new Titles({
    store,
    conversations,
    messages,
    library,
    loader,
    minimumParameters: titleParameters,
    onChange: announce,
  })
  const chat: ChatContext = { store, conversations, messages, drafts, generations, events, now }
  const actions = new ConversationActions(chat)
  const preparation = new Preparation(loader, messages, generations)
  const hello = (): Extract<ApplicationEvent, { type: 'hello' }> => ({
    type: 'hello',
    engine: loader.state,
    settings: settings.get(),
    downloads: downloads.list(),
    imports: imports.list(),
    network: network.actions.state(),
    writable: storage.writable,
  })
  const models = new ModelActions({ library, loader, settings, users: generations })
  const services: Services = {
    conversations: actions,
    messages: new MessageActions({ ...chat, library, settings, preparation, actions }),
    models,
    library: new LibraryActions({ library, loader, facts, modelsFolder, trash: (path) => options.main.trash(path) }),
    imports,
    found: new FoundModels({
      library,
      actions: models,
      computer: {
        home: options.homeFolder,
        environment: options.environment ?? process.env,
        platform: process.platform,
      },
    }),
    drafts: new DraftActions(store, drafts),
    network: network.actions,
    hub: hub.actions,
    downloads,
    subscribe: (signal: AbortSignal | undefined) => events.subscribe(hello, signal),
    settings: new SettingsActions({
      settings,
      events,
      modelsFolder,
      watch,
      library,
      network: network.actions,
      downloads,
    }),
    about: () => aboutThis({ ...options, modelsFolder: modelsFolder(), builtIn: library.builtIn }),
  }
  // There to be opened and filled; a disk that refuses costs only that.
  await mkdir(join(options.dataFolder, 'models'), { recursive: true }).catch(() => undefined)
  await library.start()
  watch.watch(modelsFolder())
  downloads.open()
  const close = async (): Promise<void> => {
    generations.interruptAll()
    watch.close()
    const stopped = downloads.close()
    clearTimeout(tidying)
    network.actions.close()
    events.close()
    storage.close()
    measurements.close()
    const ending = Promise.all([loader.unload(), upkeep.close()])
    await imports.close()
    await stopped
    store.close()
    await ending
  }
  const upkeep = new Upkeep({
    folder: options.dataFolder,
    now,
    idle: () => generations.idle,
    onDamage: (detail) => {
      const putAside = (): void => options.onDamaged?.(putAsideDamaged(options.dataFolder, detail))
      void close().then(putAside, putAside)
    },
    onTrouble: (error) => options.onTrouble?.(error),
  })
  upkeep.begin(options.upkeepAfterMs ?? upkeepAfterMs)
  const tidying = setTimeout(() => {
    network.actions.prune()
    void forgetDeletedWords(store).catch((error: unknown) => options.onTrouble?.(error))
  }, upkeepAfterMs).unref()
  return {
    router: createRouter(services),
    preload: async () => {
      await loader.preload(standardModelId(settings.get(), library)).catch(() => undefined)
    },
    close,
  }
}

type OwnMemory = Omit<ComputerMemory, 'graphics'>

/** What a model could have: the one that is loaded makes way for it. */
function withoutLoaded(computer: OwnMemory, engine: EngineState): OwnMemory {
  if (engine.phase !== 'ready') return computer
  const { totalBytes, availableBytes } = computer
  return { totalBytes, availableBytes: Math.min(totalBytes, availableBytes + engine.loaded.memoryBytes) }
}
