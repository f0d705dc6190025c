import type { EngineGenerationEvent } from '../../contract/engine.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Measurements, Message, StopReason } from '../../contract/message.ts'
import { failureOfEngine, type LoadedEngine } from '../models/loader.ts'
import { ofWholeAnswer } from '../store/whole-answer.ts'
import type { LiveAnswer } from './live-answer.ts'
import type { Plan } from './plan.ts'
import { messagesIn, turnsOf } from './turns.ts'

/** How writing an answer ended. */
export interface Outcome {
  status: 'complete' | 'stopped' | 'interrupted' | 'failed'
  failure: Failure | null
  stopReason: StopReason | null
  measurements: Measurements | null
}

/** An outcome of which no numbers are known. */
export function outcomeOf(status: Outcome['status'], failure: Failure | null = null): Outcome {
  return { status, failure, stopReason: status === 'stopped' ? 'stopped' : null, measurements: null }
}

/** One call of the engine. */
export interface Writing {
  engine: LoadedEngine
  answer: LiveAnswer
  plan: Plan
  /** The messages up to the one that is written. */
  path: readonly Message[]
  /** The numbers of the runs that wrote to it before. */
  earlier: readonly Measurements[]
  /** Aborted when the answer is to end at once. */
  stop: AbortSignal
  /** An engine that has not ended the answer this long after it was told to (ms) is ended itself. */
  hangMs: number
}

/** Has the engine write the answer. Never throws: a failure is an outcome too. */
export async function writeAnswer(writing: Writing): Promise<Outcome> {
  const { engine, answer, plan, path, earlier, stop } = writing
  const generationId = crypto.randomUUID()
  if (stop.aborted) return outcomeOf('stopped')
  const endStopping = stopWhenAsked(writing, generationId)
  try {
    const { sampling, whenFull } = plan
    const request = { generationId, turns: turnsOf(path, plan.systemPrompt), sampling, whenFull }
    for await (const event of await engine.client.generate(request, { signal: engine.gone })) {
      if (event.type === 'reading')
        answer.setPhase({ name: 'reading', doneTokens: event.doneTokens, totalTokens: event.totalTokens })
      else if (event.type === 'delta') answer.append(event.kind, event.text, ofWholeAnswer(earlier, event.stats))
      else return outcomeOfEnd(event, path)
    }
    throw new Error('the engine ended its answer without a word')
  } catch (error) {
    return outcomeOf('failed', await failureOfEngine(engine, error))
  } finally {
    endStopping()
  }
}

/** Tells the engine to end the answer when `stop` says so, and ends the engine if it does not listen. Answers how to take it back. */
function stopWhenAsked({ engine, stop, hangMs }: Writing, generationId: string): () => void {
  let hung: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    engine.client.stop({ generationId }, { signal: engine.gone }).catch(() => undefined)
    hung = setTimeout(() => engine.end(), hangMs)
  }
  stop.addEventListener('abort', onAbort)
  return () => {
    stop.removeEventListener('abort', onAbort)
    clearTimeout(hung)
  }
}

type EndEvent = Extract<EngineGenerationEvent, { type: 'end' }>

function outcomeOfEnd({ stopReason, measurements: measured }: EndEvent, path: readonly Message[]): Outcome {
  const { droppedTurns, ...rest } = measured
  const measurements: Measurements = { ...rest, droppedMessages: messagesIn(path, droppedTurns) }
  switch (stopReason) {
    case 'end':
    case 'max-tokens':
      return { status: 'complete', failure: null, stopReason, measurements }
    case 'stopped':
      return { status: 'stopped', failure: null, stopReason, measurements }
    case 'context-full': {
      const { contextUsed: usedTokens, contextSize } = measurements
      return {
        status: 'failed',
        failure: { code: 'CONTEXT_FULL', data: { usedTokens, contextSize } },
        stopReason,
        measurements,
      }
    }
  }
}
