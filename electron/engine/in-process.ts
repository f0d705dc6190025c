import { serve } from '../child/serve.ts'
import { engineClient, type EngineClient } from '../contract/engine-client.ts'
import type { EngineGenerationEvent, EngineMeasurements, Turn } from '../contract/engine.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import type { Part, StopReason } from '../contract/message.ts'
import type { LoadedModel } from '../contract/model.ts'
import type { Sampling } from '../contract/sampling.ts'
import { EngineService } from './engine-service.ts'
import { LlamaLibrary } from './llama.ts'
import { createRouter } from './router.ts'

const library = new LlamaLibrary()

/** An engine within this process, reached through its contract as if it were another one. For tests. */
export function engineInProcess(): EngineClient {
  const [ours, theirs] = virtualChannel()
  serve(createRouter(new EngineService(library)), theirs, (error) => {
    process.stderr.write(`unexpected: ${String(error)}\n`)
  })
  const client = engineClient(ours, () => ours.close())
  ours.start()
  return client
}

/**
 * Loads a model and answers what the engine reports of it. One thread: with more, llama.cpp's threads wait for one another in a circle, which takes
 * long where other tests want the cores too.
 */
export async function load(
  client: EngineClient,
  path: string,
  contextSize: number | null = null,
): Promise<LoadedModel> {
  for await (const event of await client.load({ path, contextSize, threads: 1 }))
    if (event.type === 'ready') return event.loaded
  throw new Error('the loading ended without a word')
}

/** The likeliest words, without a limit. */
export const greedy: Sampling = {
  temperature: 0,
  topP: 1,
  topK: 0,
  minP: 0,
  repeatPenalty: 1,
  seed: null,
  maxTokens: null,
}

/** What came of a generation. */
export interface Written {
  parts: Part[]
  text: string
  stopReason: StopReason
  canLeaveOut: boolean
  measurements: EngineMeasurements
  events: EngineGenerationEvent[]
}

/** What a generation is asked for. */
export interface Asked {
  sampling?: Partial<Sampling>
  whenFull?: 'drop-oldest' | 'ask'
  generationId?: string
  onEvent?: (event: EngineGenerationEvent) => void
}

/** Has an answer written, and collects it. */
export async function write(client: EngineClient, turns: Turn[], asked: Asked = {}): Promise<Written> {
  const { sampling, whenFull = 'drop-oldest', generationId = 'test', onEvent } = asked
  const events: EngineGenerationEvent[] = []
  const request = { generationId, turns, sampling: { ...greedy, ...sampling }, whenFull }
  for await (const event of await client.generate(request)) {
    events.push(event)
    onEvent?.(event)
  }
  const end = events.at(-1)
  if (end?.type !== 'end') throw new Error('the generation ended without a word')
  const parts = partsOf(events)
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const { stopReason, measurements, canLeaveOut } = end
  return { parts, text, stopReason, measurements, canLeaveOut, events }
}

function partsOf(events: readonly EngineGenerationEvent[]): Part[] {
  const parts: Part[] = []
  for (const event of events) {
    if (event.type !== 'delta') continue
    const last = parts.at(-1)
    if (last?.type === event.kind) last.text += event.text
    else if (event.kind === 'text') parts.push({ type: 'text', text: event.text })
    else parts.push({ type: 'reasoning', text: event.text, durationMs: null })
  }
  return parts
}

/** Turns: the first one the instructions if it is `{ system }`, then alternately what the person and the model say. */
export function talk(...said: (string | Part[] | { system: string })[]): Turn[] {
  let asks = true
  return said.map((item): Turn => {
    if (typeof item === 'object' && 'system' in item)
      return { role: 'system', parts: [{ type: 'text', text: item.system }] }
    const role = asks ? 'user' : 'assistant'
    asks = !asks
    return { role, parts: typeof item === 'string' ? [{ type: 'text', text: item }] : item }
  })
}
