import { availableParallelism } from 'node:os'
import type { LLamaChatGenerateResponseOptions } from 'node-llama-cpp'
import { EventQueue } from '../child/event-queue.ts'
import type { WhenFull } from '../contract/conversation.ts'
import type { EngineGenerationEvent, Turn } from '../contract/engine.ts'
import { FailureError } from '../contract/failure.ts'
import { textOf, type Part, type StopReason } from '../contract/message.ts'
import type { Sampling } from '../contract/sampling.ts'
import type { Conversation } from './conversation.ts'
import { deltaInterval, Deltas } from './deltas.ts'
import type { Prompt } from './fitting.ts'
import { samplingOptions } from './sampler.ts'
import { Tally } from './tally.ts'

/** What is to be written, and how. */
export interface GenerationRequest {
  turns: readonly Turn[]
  sampling: Sampling
  whenFull: WhenFull
}

/** Progress of the reading is told about this often (ms). */
const readingIntervalMs = 100

/** One answer: from the turns before it to its last word. */
export class Generation {
  readonly #request: GenerationRequest
  readonly #conversation: Conversation
  readonly #events = new EventQueue<EngineGenerationEvent>()
  readonly #deltas: Deltas
  readonly #tally: Tally
  readonly #stopped = new AbortController()
  /** What this run has written. */
  readonly #written: Part[] = []
  #readingToldAt = -Infinity
  #canLeaveOut = false
  #ended = false

  constructor(request: GenerationRequest, conversation: Conversation) {
    const { model, contextSize, nextTokenIndex } = conversation.sequence
    const [first] = request.turns
    const system = first?.role === 'system' ? textOf(first.parts) : ''
    const systemTokens = model.tokenize(system).length
    this.#request = request
    this.#conversation = conversation
    this.#tally = new Tally({ startedAt: performance.now(), contextSize, systemTokens })
    this.#tally.contextUsed = nextTokenIndex
    this.#deltas = new Deltas(deltaInterval(availableParallelism(), model.gpuLayers), (kind, text) => {
      this.#events.push({ type: 'delta', kind, text, stats: this.#tally.stats() })
    })
  }

  /** What happens, up to the one `end`, or an error. */
  events(signal: AbortSignal | undefined): AsyncGenerator<EngineGenerationEvent, void, void> {
    return this.#events.read(signal)
  }

  /** Ends it at once. What the model is computing just now is finished behind it. */
  stop(): void {
    this.#end('stopped')
    this.#stopped.abort()
  }

  /** Writes until the end. Never rejects: what goes wrong reaches the reader of the events. */
  async run(): Promise<void> {
    try {
      if (!this.#ended) this.#end(await this.#write())
    } catch (error) {
      this.#deltas.flush()
      this.#ended = true
      this.#events.fail(error)
    }
  }

  #end(stopReason: StopReason): void {
    if (this.#ended) return
    this.#deltas.flush()
    this.#ended = true
    const threads = this.#conversation.sequence.context.currentThreads
    const measurements = { ...this.#tally.measurements(), threads }
    this.#events.push({ type: 'end', stopReason, measurements, canLeaveOut: this.#canLeaveOut })
    this.#events.end()
  }

  async #write(): Promise<StopReason> {
    const { whenFull } = this.#request
    let prompt: Prompt | null = this.#fit(whenFull)
    this.#tally.promptTokens = prompt.tokens.length
    while (prompt) {
      const stopReason = await this.#answer(prompt)
      if (stopReason !== 'context-full') return stopReason
      const shorter = this.#leaveOutMore(prompt)
      this.#canLeaveOut = whenFull === 'ask' && shorter !== null
      prompt = whenFull === 'ask' ? null : shorter
    }
    return 'context-full'
  }

  /** Throws CONTEXT_TOO_SMALL, CONTEXT_FULL and CHAT_TEMPLATE_FAILED. */
  #fit(whenFull: WhenFull): Prompt {
    return this.#conversation.fitting.fit(this.#turns(), { whenFull, maxTokens: this.#tokensLeft() })
  }

  /** The answer has filled the context: how it can go on without the oldest messages, if there are any left; null: not. */
  #leaveOutMore(prompt: Prompt): Prompt | null {
    try {
      const shorter = this.#fit('drop-oldest')
      return shorter.droppedTurns > prompt.droppedTurns ? shorter : null
    } catch (error) {
      if (error instanceof FailureError) return null
      throw error
    }
  }

  /** The turns with what is written of the answer so far. */
  #turns(): Turn[] {
    const { turns } = this.#request
    const last = turns.at(-1)
    if (this.#written.length === 0) return [...turns]
    if (last?.role !== 'assistant') return [...turns, { role: 'assistant', parts: this.#written }]
    const parts = [...last.parts]
    for (const { type, text } of this.#written) append(parts, type, text)
    return [...turns.slice(0, -1), { role: 'assistant', parts }]
  }

  #tokensLeft(): number | null {
    const { maxTokens } = this.#request.sampling
    return maxTokens === null ? null : maxTokens - this.#tally.outputTokens
  }

  async #answer(prompt: Prompt): Promise<StopReason> {
    const { reader, wrapper, chat, sequence, threads } = this.#conversation
    const { signal } = this.#stopped
    this.#tally.droppedTurns = prompt.droppedTurns
    const evaluatedBefore = this.#tally.evaluatedTokens
    const evaluated = await reader.readForAnswer(prompt.tokens, {
      signal,
      onProgress: (done, total) => this.#reading(done, total, evaluatedBefore),
    })
    if (signal.aborted) return 'stopped'
    this.#tally.evaluatedTokens = evaluatedBefore + evaluated
    const before = this.#tally.outputTokens
    const outputBefore = sequence.tokenMeter.usedOutputTokens
    const outputs = (): number => before + sequence.tokenMeter.usedOutputTokens - outputBefore
    const room = sequence.contextSize - prompt.tokens.length - wrapper.reservedTokens
    const left = this.#tokensLeft() ?? Infinity
    wrapper.decide(prompt.tokens)
    threads?.reading()
    const { metadata } = await chat.generateResponse(prompt.history, {
      ...this.#options(Math.max(1, Math.min(room, left))),
      onResponseChunk: ({ type, segmentType, text }) => {
        if (this.#ended) return
        if (this.#written.length === 0) threads?.began()
        else threads?.wrote()
        this.#tally.written(outputs(), sequence.nextTokenIndex)
        this.#add(type === 'segment' && segmentType === 'thought' ? 'reasoning' : 'text', text)
      },
    })
    const isEndToken = metadata.stopReason === 'eogToken'
    if (!this.#ended) this.#tally.written(outputs() - (isEndToken ? 1 : 0), sequence.nextTokenIndex)
    if (metadata.stopReason === 'abort') return 'stopped'
    if (metadata.stopReason !== 'maxTokens') return 'end'
    return left <= room ? 'max-tokens' : 'context-full'
  }

  #options(maxTokens: number): LLamaChatGenerateResponseOptions {
    return {
      ...samplingOptions(this.#request.sampling),
      maxTokens,
      signal: this.#stopped.signal,
      stopOnAbortSignal: true,
    }
  }

  #add(kind: Part['type'], text: string): void {
    if (text === '') return
    append(this.#written, kind, text)
    this.#deltas.add(kind, text)
  }

  #reading(doneTokens: number, totalTokens: number, evaluatedBefore: number): void {
    if (this.#ended) return
    this.#tally.evaluatedTokens = evaluatedBefore + doneTokens
    this.#tally.contextUsed = this.#conversation.sequence.nextTokenIndex
    const now = performance.now()
    if (now - this.#readingToldAt < readingIntervalMs) return
    this.#readingToldAt = now
    this.#events.push({ type: 'reading', doneTokens, totalTokens })
  }
}

function append(parts: Part[], kind: Part['type'], text: string): void {
  const last = parts.at(-1)
  if (last?.type === kind) parts[parts.length - 1] = { ...last, text: last.text + text }
  else if (kind === 'reasoning') parts.push({ type: kind, text, durationMs: null })
  else parts.push({ type: kind, text })
}
