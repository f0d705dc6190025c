import { connectToMain } from '../child/main-link.ts'
import { serve } from '../child/serve.ts'
import { backendOptionsSchema, toBackendSchema, type ToMain } from '../contract/host.ts'
import { startApplication, type Application } from './application.ts'
import { mainServices } from './main-services.ts'
import { mainEngineStarter } from './models/engine-starter.ts'
import { Pages } from './pages.ts'
import { CannotStartError } from './store/failures.ts'

/** The model is loaded this much later than a page is there (ms): the page puts itself up first. Typing loads it at once. */
const preloadAfterMs = 1000
/** Pages that are being closed have this long (ms) to say the last of what was typed into them. */
const lastWordsMs = 1000

const main = connectToMain()
const send = (message: ToMain): void => main.send(message)
const starter = mainEngineStarter(main)
const services = mainServices(main)
const pages = new Pages()

/** What nobody foresaw goes to main's log, without anything that people wrote. */
const report = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

const starting = start()
let ending: Promise<void> | null = null

main.onPort((name, port) => {
  if (name !== 'page') return
  pages.add(port)
  void starting.then((application) => {
    if (!application) return
    serve(application.router, port, report)
    preloadLater(application)
  })
})
main.onMessage((message) => {
  if (toBackendSchema.safeParse(message).data?.type === 'shut-down') ending ??= shutDown()
})
main.onClose(() => {
  ending ??= shutDown()
})

function preloadLater(application: Application): void {
  setTimeout(() => {
    if (!ending) void application.preload()
  }, preloadAfterMs)
}

async function start(): Promise<Application | null> {
  try {
    const options = backendOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
    const application = await startApplication({
      ...options,
      starter,
      main: services,
      onDamaged: cannotStart,
      onTrouble: report,
    })
    send({ type: 'ready' })
    return application
  } catch (error) {
    cannotStart(error)
    return null
  }
}

function cannotStart(error: unknown): void {
  const kind = error instanceof CannotStartError ? error.kind : 'other'
  send({ type: 'cannot-start', kind, detail: error instanceof Error ? error.message : String(error) })
}

async function shutDown(): Promise<void> {
  const application = await starting
  await pages.gone(lastWordsMs)
  await application?.close()
  process.exit(0)
}
