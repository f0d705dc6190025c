import { connectToMain, type MainLink } from '../child/main-link.ts'
import { serve } from '../child/serve.ts'
import { EngineService } from './engine-service.ts'
import { LlamaLibrary } from './llama.ts'
import { createRouter } from './router.ts'

/** Ends this process with a sentence that says why it cannot be used. */
function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}

function connect(): MainLink {
  try {
    return connectToMain()
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

const main = connect()
main.onClose(() => process.exit(0))
if (process.env['UV_THREADPOOL_SIZE'] !== '1')
  refuse(
    'The engine has to be started with UV_THREADPOOL_SIZE=1: with more, llama.cpp is only half as fast on a small computer.',
  )

const router = createRouter(new EngineService(new LlamaLibrary()))
main.onPort((name, port) => {
  if (name !== 'backend') return
  serve(router, port, (error) => {
    process.stderr.write(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  })
})
