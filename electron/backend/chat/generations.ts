import { failureOf } from '../../contract/failure.ts'
import type { GenerationEvent } from '../../contract/generation.ts'
import type { Measurements, Message } from '../../contract/message.ts'
import type { EngineState } from '../../contract/model.ts'
import type { ModelLoader } from '../models/loader.ts'
import type { Store } from '../store/database.ts'
import type { Messages } from '../store/messages.ts'
import { LiveAnswer } from './live-answer.ts'
import type { Plan } from './plan.ts'
import { TaskQueue } from './task-queue.ts'
import { outcomeOf, writeAnswer, type Outcome } from './writing.ts'

/** How long to wait for what, in milliseconds. */
export interface Patience {
  /** Written text is stored at least this often. */
  flushMs: number
  /** After a stop, the engine has this long to say its numbers before the answer ends without them. */
  stopMs: number
  /** An engine that does not stop within this time is ended, see `Writing`. */
  hangMs: number
  /** An engine that has said nothing for this long when it is to stop is ended at once. */
  silenceMs: number
}

/** What the generations stand on. */
export interface GenerationsOptions {
  store: Store
  messages: Messages
  loader: ModelLoader
  patience: Patience
  now: () => number
  /** A conversation began or ceased to generate. */
  onChange: (conversationId: string) => void
  /** An answer ended, and its numbers are known. */
  onMeasured: (modelId: string, measurements: Measurements) => void
  /** An answer ended by itself, whole. */
  onComplete: (message: Message, plan: Plan) => void
}

/** An answer to be written into a message that is stored as `streaming`, and the run it belongs to. */
export interface GenerationRequest {
  message: Message
  runRow: number
  plan: Plan
}

interface Job extends GenerationRequest {
  messageRow: number
  answer: LiveAnswer
  stop: AbortController
  /** Takes it out of the queue, if it still waits. */
  cancel: () => void
}

/** The answers that are being written or wait for it: one at a time, because there is one engine. */
export class Generations {
  readonly #options: GenerationsOptions
  readonly #queue = new TaskQueue()
  readonly #jobs = new Map<string, Job>()
  #running: Job | null = null
  #giveWay = new AbortController()

  constructor(options: GenerationsOptions) {
    this.#options = options
  }

  /** Nothing is being written and nothing waits. */
  get idle(): boolean {
    return this.#queue.idle
  }

  isRunning(messageId: string): boolean {
    return this.#jobs.has(messageId)
  }

  isGenerating(conversationId: string): boolean {
    return this.#ofConversation(conversationId).length > 0
  }

  /** The message with what is written of it so far. One that claims to be streaming and is not was interrupted. */
  current(message: Message): Message {
    const job = this.#jobs.get(message.id)
    if (job) return { ...message, parts: job.answer.parts }
    return message.status === 'streaming' ? { ...message, status: 'interrupted' } : message
  }

  /** Begins to write, or puts it in the queue. Never throws: what goes wrong is stored with the message. */
  start(request: GenerationRequest): void {
    const { message } = request
    const messageRow = this.#options.messages.rowOf(message.id)
    const answer = new LiveAnswer({
      parts: message.parts,
      flushMs: this.#options.patience.flushMs,
      now: this.#options.now,
      store: (parts, first) =>
        this.#options.store.write(() => this.#options.messages.parts.write(messageRow, parts, first)),
      onTrouble: (error) => this.#giveUp(job, error),
    })
    const job: Job = { ...request, messageRow, answer, stop: new AbortController(), cancel: () => undefined }
    this.#jobs.set(message.id, job)
    this.#giveWay.abort()
    this.#giveWay = new AbortController()
    job.cancel = this.#queue.add(
      () => this.#run(job),
      () => this.#finish(job, outcomeOf('stopped')),
    )
    this.#options.onChange(message.conversationId)
  }

  /**
   * Runs something else that needs the engine in its turn. `giveWay` is aborted when an answer is asked for from now on. `cancelled`: it
   * is not going to be run. Answers how to cancel it while it waits.
   */
  inTurn(run: (giveWay: AbortSignal) => Promise<void>, cancelled: () => void): () => void {
    const { signal } = this.#giveWay
    return this.#queue.add(() => run(signal), cancelled)
  }

  /** Ends an answer at once and keeps what was written. Settled when it is stored. */
  async stop(messageId: string): Promise<void> {
    const job = this.#jobs.get(messageId)
    if (!job) return
    job.cancel()
    job.stop.abort()
    if (!this.#jobs.has(messageId)) return
    const late = setTimeout(() => this.#finish(job, outcomeOf('stopped')), this.#options.patience.stopMs)
    await job.answer.whenClosed
    clearTimeout(late)
  }

  /** Stops all answers of a conversation. */
  stopConversation(conversationId: string): Promise<void> {
    return this.#stopAll(this.#ofConversation(conversationId))
  }

  /** Stops all answers that a model writes or is to write. */
  stopOfModel(modelId: string): Promise<void> {
    return this.#stopAll([...this.#jobs.values()].filter(({ plan }) => plan.modelId === modelId))
  }

  /** The application ends: what is written is kept, and can be continued. */
  interruptAll(): void {
    for (const job of this.#jobs.values()) this.#finish(job, outcomeOf('interrupted'))
    this.#queue.clear()
  }

  /** A snapshot of a running answer and then what happens to it; null when it is not running. */
  watch(
    messageId: string,
    calm: boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GenerationEvent, void, void> | null {
    const job = this.#jobs.get(messageId)
    return job ? job.answer.watch(() => this.current(this.#options.messages.get(messageId)), calm, signal) : null
  }

  /** The answer that waits for the model shows how far the loading is. */
  engineChanged(state: EngineState): void {
    const job = this.#running
    if (job?.answer.phase.name !== 'loading' || state.phase !== 'loading' || state.modelId !== job.plan.modelId) return
    job.answer.setPhase({ name: 'loading', progress: state.progress })
  }

  #ofConversation(conversationId: string): Job[] {
    return [...this.#jobs.values()].filter((job) => job.message.conversationId === conversationId)
  }

  async #stopAll(jobs: readonly Job[]): Promise<void> {
    await Promise.all(jobs.map((job) => this.stop(job.message.id)))
  }

  async #run(job: Job): Promise<void> {
    this.#running = job
    try {
      this.#finish(job, await this.#write(job))
    } finally {
      this.#running = null
    }
  }

  async #write(job: Job): Promise<Outcome> {
    const { answer, plan, message, stop } = job
    try {
      const progress = loadingProgress(this.#options.loader.state, plan.modelId)
      if (progress !== null) answer.setPhase({ name: 'loading', progress })
      const engine = await unlessAborted(this.#options.loader.ready(plan.modelId, 'asked'), stop.signal)
      if (!engine) return outcomeOf('stopped')
      answer.setPhase({ name: 'reading', doneTokens: 0, totalTokens: 0 })
      return await writeAnswer({
        engine,
        answer,
        plan,
        path: this.#options.messages.path(message.id),
        earlier: this.#options.messages.runs.measurementsOf(job.messageRow),
        stop: stop.signal,
        patience: this.#options.patience,
        now: this.#options.now,
      })
    } catch (error) {
      return outcomeOf('failed', failureOf(error))
    }
  }

  /** Text that cannot be stored must not be shown as if it were: the answer ends. */
  #giveUp(job: Job, error: unknown): void {
    this.#finish(job, outcomeOf('failed', failureOf(error)))
    job.stop.abort()
  }

  /** Stores how it ended and tells everybody; the first end of several counts. */
  #finish(job: Job, outcome: Outcome): void {
    const { answer, message } = job
    if (answer.ended) return
    const { parts, firstUnstored } = answer.close()
    this.#jobs.delete(message.id)
    const ended = this.#storeEnd(job, outcome, parts, firstUnstored)
    answer.announceEnd(ended)
    this.#options.onChange(message.conversationId)
    if (outcome.measurements) this.#options.onMeasured(job.plan.modelId, outcome.measurements)
    if (ended.status === 'complete') this.#options.onComplete(ended, job.plan)
  }

  #storeEnd(job: Job, outcome: Outcome, parts: Message['parts'], firstUnstored: number): Message {
    const { store, messages } = this.#options
    const { status, failure, stopReason, measurements } = outcome
    try {
      store.write(() => {
        messages.parts.write(job.messageRow, parts, firstUnstored)
        messages.end(job.messageRow, { status, failure, parts })
        messages.runs.end(job.runRow, stopReason, measurements)
      })
      return messages.get(job.message.id)
    } catch (error) {
      return { ...job.message, parts, status: 'failed', failure: failureOf(error) }
    }
  }
}

/** How far the loading of this model is; null where it is loaded. */
function loadingProgress(state: EngineState, modelId: string): number | null {
  if (state.phase === 'idle' || state.modelId !== modelId) return 0
  if (state.phase === 'ready') return null
  return state.phase === 'loading' ? state.progress : 0
}

/** What the promise answers, or null as soon as `signal` is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>()
  const onAbort = (): void => aborted.resolve(null)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
