import { EventQueue } from '../../child/event-queue.ts'
import type { GenerationEvent, GenerationPhase, LiveStats } from '../../contract/generation.ts'
import type { Message, Part } from '../../contract/message.ts'

/** Whoever watches calmly is told about this often (ms). */
const calmMs = 1000

type Unnumbered<E> = E extends { seq: number } ? Omit<E, 'seq'> : never
type LiveEvent = Unnumbered<Exclude<GenerationEvent, { type: 'snapshot' }>>

/** What an answer needs around it while it is written. */
export interface LiveAnswerOptions {
  /** What was there before: an answer that is continued. */
  parts: readonly Part[]
  /** Longest time that written text waits to be stored (ms). */
  flushMs: number
  now: () => number
  /** Stores the parts from number `first` on. Throws when they cannot be stored. */
  store: (parts: readonly Part[], first: number) => void
  /** Storing failed. */
  onTrouble: (error: unknown) => void
}

/** Joins what a slow page has not taken yet: text of the same kind, and phases that are over. */
function joinWaiting(waiting: LiveEvent[], event: LiveEvent): void {
  const last = waiting.at(-1)
  if (event.type === 'delta' && last?.type === 'delta' && last.kind === event.kind)
    waiting[waiting.length - 1] = { ...event, text: last.text + event.text }
  else if (event.type === 'phase' && last?.type === 'phase') waiting[waiting.length - 1] = event
  else waiting.push(event)
}

/** An answer that is being written: its text so far, who watches it, and the storing of it as it grows. */
export class LiveAnswer {
  readonly #options: LiveAnswerOptions
  readonly #parts: Part[]
  readonly #subscriptions = new Set<EventQueue<LiveEvent>>()
  #phase: GenerationPhase = { name: 'queued' }
  #stats: LiveStats | null = null
  /** Number of the first part that is not stored as it is now. */
  #firstUnstored: number
  #flushTimer: NodeJS.Timeout | null = null
  /** When the reasoning part that is being written began (ms), and what it had taken before. */
  #reasoning: { since: number; beforeMs: number } | null = null
  readonly #closed = Promise.withResolvers<void>()
  #ended = false

  constructor(options: LiveAnswerOptions) {
    this.#options = options
    this.#parts = options.parts.map((part) => ({ ...part }))
    this.#firstUnstored = this.#parts.length
  }

  /** A copy of what is written so far. */
  get parts(): Part[] {
    return this.#parts.map((part) => ({ ...part }))
  }

  get phase(): GenerationPhase {
    return this.#phase
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Settled when nothing is added any more. */
  get whenClosed(): Promise<void> {
    return this.#closed.promise
  }

  setPhase(phase: GenerationPhase): void {
    if (this.#ended) return
    this.#phase = phase
    this.#publish({ type: 'phase', phase })
  }

  /** Adds text to the last part if it is of this kind, else begins a new one. */
  append(kind: Part['type'], text: string, stats: LiveStats): void {
    if (this.#ended) return
    if (this.#phase.name !== 'writing') this.setPhase({ name: 'writing' })
    const last = this.#parts.at(-1)
    if (last?.type === kind) this.#lengthen(last, text)
    else this.#begin(kind, text)
    this.#stats = stats
    this.#publish({ type: 'delta', kind, text, stats })
  }

  /** Ends the writing: nothing is added any more. Answers all of its parts, and the number of the first one that is not stored. */
  close(): { parts: Part[]; firstUnstored: number } {
    this.#ended = true
    this.#closed.resolve()
    this.#closeReasoning()
    if (this.#flushTimer) clearTimeout(this.#flushTimer)
    return { parts: this.parts, firstUnstored: this.#firstUnstored }
  }

  /** Tells all who watch how it ended, as the last they hear. */
  announceEnd(message: Message): void {
    this.#publish({ type: 'end', message })
    for (const subscription of this.#subscriptions) subscription.end()
  }

  /**
   * A snapshot made of `message` as it is now, then what happens, numbered without a gap, until the end or `signal`; to a calm watcher, what
   * is written comes together once a second.
   */
  async *watch(
    message: () => Message,
    calm: boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GenerationEvent, void, void> {
    let seq = 0
    // It may have ended since this was called: a generator begins when its first value is asked for.
    if (this.#ended) return yield { type: 'end', seq, message: message() }
    const subscription = new EventQueue<LiveEvent>(joinWaiting)
    this.#subscriptions.add(subscription)
    try {
      yield { type: 'snapshot', seq, message: message(), phase: this.#phase, stats: this.#stats }
      for await (const event of subscription.read(signal)) {
        yield { ...event, seq: ++seq }
        if (calm) await this.#closedWithin(calmMs)
      }
    } finally {
      this.#subscriptions.delete(subscription)
    }
  }

  /** Settled when this time (ms) has passed or nothing is added any more. */
  async #closedWithin(ms: number): Promise<void> {
    const passed = Promise.withResolvers<void>()
    const timer = setTimeout(passed.resolve, ms)
    await Promise.race([passed.promise, this.whenClosed])
    clearTimeout(timer)
  }

  #publish(event: LiveEvent): void {
    for (const subscription of this.#subscriptions) subscription.push(event)
  }

  #lengthen(part: Part, text: string): void {
    if (part.type === 'reasoning') this.#reasoning ??= { since: this.#options.now(), beforeMs: part.durationMs ?? 0 }
    part.text += text
    this.#firstUnstored = Math.min(this.#firstUnstored, this.#parts.length - 1)
    this.#flushTimer ??= setTimeout(() => this.#flush(), this.#options.flushMs)
  }

  /** A new part: what was written before it is stored at once. */
  #begin(kind: Part['type'], text: string): void {
    this.#closeReasoning()
    if (kind === 'reasoning') this.#reasoning = { since: this.#options.now(), beforeMs: 0 }
    this.#parts.push(kind === 'reasoning' ? { type: kind, text, durationMs: null } : { type: kind, text })
    this.#firstUnstored = Math.min(this.#firstUnstored, this.#parts.length - 1)
    this.#flush()
  }

  #closeReasoning(): void {
    const part = this.#parts.at(-1)
    if (!this.#reasoning || part?.type !== 'reasoning') return
    part.durationMs = this.#reasoning.beforeMs + this.#options.now() - this.#reasoning.since
    this.#firstUnstored = Math.min(this.#firstUnstored, this.#parts.length - 1)
    this.#reasoning = null
  }

  #flush(): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    try {
      this.#options.store(this.#parts, this.#firstUnstored)
      this.#firstUnstored = this.#parts.length
    } catch (error) {
      this.#options.onTrouble(error)
    }
  }
}
