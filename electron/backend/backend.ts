import { connectToMain } from '../child/main-link.ts'
import { serve } from '../child/serve.ts'
import { backendOptionsSchema, toBackendSchema, type ToMain } from '../contract/host.ts'
import { startApplication, type Application } from './application.ts'
import { mainServices } from './main-services.ts'
import { mainEngineStarter } from './models/engine-starter.ts'
import { CannotStartError } from './store/failures.ts'

const main = connectToMain()
const send = (message: ToMain): void => main.send(message)
const starter = mainEngineStarter(main)
const services = mainServices(main)

/** What nobody foresaw goes to main's log, without anything that people wrote. */
const report = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

const starting = start()

main.onPort((name, port) => {
  if (name !== 'page') return
  void starting.then((application) => {
    if (!application) return
    serve(application.router, port, report)
    void application.preload()
  })
})
main.onMessage((message) => {
  if (toBackendSchema.safeParse(message).data?.type === 'shut-down') void shutDown()
})
main.onClose(() => void shutDown())

async function start(): Promise<Application | null> {
  try {
    const options = backendOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
    const application = await startApplication({ ...options, starter, main: services })
    send({ type: 'ready' })
    return application
  } catch (error) {
    const kind = error instanceof CannotStartError ? error.kind : 'other'
    send({ type: 'cannot-start', kind, detail: error instanceof Error ? error.message : String(error) })
    return null
  }
}

async function shutDown(): Promise<void> {
  await (await starting)?.close()
  process.exit(0)
}
