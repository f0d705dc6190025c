import { implement } from '@orpc/server'
import { engineContract } from '../contract/engine.ts'
import type { EngineService } from './engine-service.ts'

/** The contract's procedures, each handed to what does it. */
export function createRouter(engine: EngineService) {
  const procedure = implement(engineContract)
  return procedure.router({
    open: procedure.open.handler(({ input }) => engine.open(input.gpu)),
    load: procedure.load.handler(({ input, signal }) => engine.load(input, signal)),
    generate: procedure.generate.handler(({ input: { generationId, ...request }, signal }) =>
      engine.generate(generationId, request, signal),
    ),
    stop: procedure.stop.handler(({ input }) => engine.stop(input.generationId)),
    prefill: procedure.prefill.handler(async ({ input, signal }) => ({
      evaluatedTokens: await engine.prefill(input, signal),
    })),
    calibrate: procedure.calibrate.handler(({ signal }) => engine.calibrate(signal)),
    title: procedure.title.handler(async ({ input, signal }) => ({ title: await engine.title(input.turns, signal) })),
  })
}
