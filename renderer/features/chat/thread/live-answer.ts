import type { GenerationEvent, GenerationPhase, LiveStats } from '@contract/generation.ts'
import type { Message, Part } from '@contract/message.ts'
import { Splitter } from '@renderer/markdown/splitter.ts'
import { rememberSplit, type ShownPart } from './shown-part.ts'

type Delta = Extract<GenerationEvent, { type: 'delta' }>
type Schedule = (run: () => void) => void

/** How the numbers of a running answer stand. */
export interface LiveStatus {
  phase: GenerationPhase
  stats: LiveStats | null
}

/** What taking an event came to: go on, the answer ended with this message, or something is missing and must be asked for again. */
export type Taken = { result: 'taken' } | { result: 'ended'; message: Message } | { result: 'gap' }

/** A part that is being written, or was just now. */
interface GrowingPart {
  type: Part['type']
  splitter: Splitter
  length: number
  durationMs: number | null
  /** When its first piece came; null where it was there before. */
  since: number | null
  /** How it looks; null where it has grown since it was last looked at. */
  shown: ShownPart | null
}

const everyFrame: Schedule = (run) => void requestAnimationFrame(run)
/** Numbers that change faster than this cannot be read (ms). */
const statusIntervalMs = 250
const fourTimesASecond: Schedule = (run) => void setTimeout(run, statusIntervalMs)

/** Tells listeners that something changed, as often as the schedule allows. */
class Changes {
  readonly #listeners = new Set<() => void>()
  readonly #schedule: Schedule
  #scheduled = false

  constructor(schedule: Schedule) {
    this.#schedule = schedule
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells it now. */
  tellNow(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Tells it later; `before` runs then, ahead of the listeners. */
  tell(before: () => void): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => {
      this.#scheduled = false
      before()
      this.tellNow()
    })
  }
}

/**
 * An answer as it is written. Each delta costs the same however long the answer is: it goes through a splitter, and what watches
 * the text is told at most once a frame, what watches the numbers four times a second.
 */
export class LiveAnswer {
  readonly messageId: string
  #seq: number | null = null
  #ended: Message | null = null
  readonly #begun = Promise.withResolvers<void>()
  #growing: GrowingPart[] = []
  #parts: readonly ShownPart[] = []
  #latest: LiveStatus
  #status: LiveStatus
  #numbersAt = -Infinity
  readonly #textChanges: Changes
  readonly #statusChanges: Changes

  constructor(message: Message, textSchedule: Schedule = everyFrame, statusSchedule: Schedule = fourTimesASecond) {
    this.messageId = message.id
    this.#latest = this.#status = { phase: { name: 'queued' }, stats: null }
    this.#textChanges = new Changes(textSchedule)
    this.#statusChanges = new Changes(statusSchedule)
    this.#restart(message.parts)
    this.#look()
  }

  /** Settled when there is something of it, or it has ended. */
  get begun(): Promise<void> {
    return this.#begun.promise
  }

  /** The message as it was stored in the end; null while it is being written. */
  get ended(): Message | null {
    return this.#ended
  }

  /** For `useSyncExternalStore`: the text. */
  get subscribeToParts(): (listener: () => void) => () => void {
    return this.#textChanges.subscribe
  }

  /** What is written so far, as of the last frame. */
  readonly parts = (): readonly ShownPart[] => this.#parts

  /** For `useSyncExternalStore`: phase and numbers. */
  get subscribeToStatus(): (listener: () => void) => () => void {
    return this.#statusChanges.subscribe
  }

  readonly status = (): LiveStatus => this.#status

  /** Takes what the backend said next. */
  take(event: GenerationEvent): Taken {
    if (event.type === 'end') {
      this.#ended = event.message
      this.#begun.resolve()
      return { result: 'ended', message: event.message }
    }
    if (event.type === 'snapshot') {
      this.#catchUp(event.message.parts)
      this.#say({ phase: event.phase, stats: event.stats })
      this.#tellText()
    } else if (this.#seq === null || event.seq !== this.#seq + 1) {
      return { result: 'gap' }
    } else if (event.type === 'phase') {
      this.#say({ ...this.#latest, phase: event.phase })
    } else {
      this.#append(event)
      this.#say({ phase: { name: 'writing' }, stats: event.stats })
      this.#tellText()
    }
    this.#seq = event.seq
    return { result: 'taken' }
  }

  /** Hands what was split already to the message as it was stored, so that nothing is done again when the answer ends. */
  handOver(message: Message): void {
    for (const [index, part] of message.parts.entries()) {
      const grown = this.#growing[index]
      if (grown?.type === part.type && grown.length === part.text.length) rememberSplit(part, grown.splitter.finished())
    }
  }

  #restart(parts: readonly Part[]): void {
    this.#growing = parts.map((part) => {
      const splitter = new Splitter()
      splitter.push(part.text)
      const durationMs = part.type === 'reasoning' ? part.durationMs : null
      return { type: part.type, splitter, length: part.text.length, durationMs, since: null, shown: null }
    })
  }

  /** What is there already is the beginning of these and stays as it is; where it is not, everything is begun anew. */
  #catchUp(parts: readonly Part[]): void {
    const last = this.#growing.length - 1
    const fits = this.#growing.every(({ type, length }, index) => {
      const part = parts[index]
      return part?.type === type && (index === last ? part.text.length >= length : part.text.length === length)
    })
    if (!fits) return this.#restart(parts)
    for (const [index, part] of parts.entries()) {
      const missing = part.text.slice(this.#growing[index]?.length ?? 0)
      if (missing !== '' || !this.#growing[index]) this.#append({ kind: part.type, text: missing })
      const grown = this.#growing[index]
      if (grown && part.type === 'reasoning') grown.durationMs = part.durationMs
    }
  }

  #append({ kind, text }: Pick<Delta, 'kind' | 'text'>): void {
    const last = this.#growing.at(-1)
    if (last?.type === kind) {
      last.splitter.push(text)
      last.length += text.length
      last.shown = null
      return
    }
    if (last) finish(last)
    const splitter = new Splitter()
    splitter.push(text)
    const since = performance.now()
    this.#growing.push({ type: kind, splitter, length: text.length, durationMs: null, since, shown: null })
  }

  #look(): void {
    if (this.#growing.length > 0) this.#begun.resolve()
    const last = this.#growing.length - 1
    this.#parts = this.#growing.map((part, index) => {
      part.shown ??= {
        type: part.type,
        document: index === last ? part.splitter.document() : part.splitter.finished(),
        durationMs: part.durationMs,
      }
      return part.shown
    })
  }

  /** What is waited for does not wait for a frame of its own. */
  #tellText(): void {
    if (this.#parts.length > 0) return this.#textChanges.tell(() => this.#lookWithNumbers())
    this.#look()
    this.#textChanges.tellNow()
  }

  /** Text, and its numbers when it is their time: they cost no frame of their own. */
  #lookWithNumbers(): void {
    this.#look()
    if (performance.now() - this.#numbersAt >= statusIntervalMs) this.#sayNow()
  }

  /** A new phase is said at once, progress when it is its time, the numbers of the writing with the text. */
  #say(status: LiveStatus): void {
    const isNew = status.phase.name !== this.#latest.phase.name
    this.#latest = status
    if (isNew) this.#sayNow()
    else if (status.phase.name !== 'writing') this.#statusChanges.tell(() => this.#lookAtStatus())
  }

  #sayNow(): void {
    this.#lookAtStatus()
    this.#statusChanges.tellNow()
  }

  #lookAtStatus(): void {
    this.#numbersAt = performance.now()
    this.#status = this.#latest
  }
}

function finish(part: GrowingPart): void {
  part.shown = null
  if (part.since !== null) part.durationMs ??= performance.now() - part.since
}
