import { FailureError } from '@contract/failure.ts'
import type { GenerationEvent, GenerationPhase, LiveStats } from '@contract/generation.ts'
import type { Message, Part } from '@contract/message.ts'
import { builtInModel, scriptedMeasurements, scriptedMessage } from './scripted-data.ts'
import type { ScriptedStore } from './scripted-store.ts'

/** What an answer will be: chosen by words in the question, so that a page can be brought into any state by typing. */
interface Plan {
  reasoning: string
  text: string
  /** Ms between two deltas. */
  pace: number
  failure: Message['failure']
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const shortText = 'Steam keeps the crust soft for the first minutes, so the loaf can rise before it sets.'
const longText = Array.from(
  { length: 60 },
  (_, index) =>
    `## Part ${index + 1}\n\nA paragraph with **bold**, \`code\` and a list:\n\n- one\n- two\n\n\`\`\`ts\nconst part = ${index + 1}\nexport function take(): boolean {\n  return part > 0\n}\n\`\`\`\n`,
).join('\n')

function planFor(question: string): Plan {
  const says = (word: string): boolean => question.toLowerCase().includes(word)
  return {
    reasoning: says('think') ? 'First the obvious. Then what follows from it. Then whether it is true. '.repeat(4) : '',
    text: says('long') || says('slow') ? longText : shortText,
    pace: says('slow') ? 250 : 33,
    failure: says('crash')
      ? { code: 'ENGINE_CRASHED', data: { signal: 'SIGABRT', exitCode: null } }
      : says('full')
        ? { code: 'CONTEXT_FULL', data: { usedTokens: 8001, contextSize: 8192, canLeaveOut: true } }
        : null,
  }
}

/** A running answer and who watches it. */
interface Running {
  message: Message
  phase: GenerationPhase
  stats: LiveStats | null
  seq: number
  stopped: boolean
  watchers: Set<(event: GenerationEvent) => void>
}

/** Writes scripted answers: loading, reading, then words at a pace. */
export class ScriptedAnswers {
  readonly #store: ScriptedStore
  readonly #running = new Map<string, Running>()
  #lastId = 0

  constructor(store: ScriptedStore) {
    this.#store = store
  }

  newId(kind: string): string {
    this.#lastId += 1
    return `${kind}-${this.#lastId}`
  }

  /** Starts an answer below a question. */
  start(question: Message): void {
    const message = scriptedMessage({
      id: this.newId('answer'),
      conversationId: question.conversationId,
      role: 'assistant',
      parentId: question.id,
      status: 'streaming',
      createdAt: Date.now(),
      parts: [],
    })
    const { modelId } = this.#store.conversation(question.conversationId)
    const model = this.#store.models.find(({ id }) => id === (modelId ?? this.#store.settings.defaultModelId))
    const { id, name } = model ?? builtInModel()
    const made = { modelId: id, modelName: name, stopReason: null, measurements: null }
    this.resume({ ...message, run: message.run && { ...message.run, ...made } })
  }

  /** Goes on writing a message in place. */
  resume(message: Message): void {
    this.#store.put({ ...message, status: 'streaming', failure: null })
    const running: Running = {
      message: this.#store.message(message.id),
      phase: { name: 'loading', progress: 0 },
      stats: null,
      seq: 0,
      stopped: false,
      watchers: new Set(),
    }
    this.#running.set(message.id, running)
    this.#store.change(message.conversationId, { generating: true, updatedAt: Date.now() })
    void this.#write(running)
  }

  stop(messageId: string): void {
    const running = this.#running.get(messageId)
    if (running) running.stopped = true
  }

  async *attach(messageId: string, signal: AbortSignal | undefined): AsyncGenerator<GenerationEvent> {
    const running = this.#running.get(messageId)
    if (!running) {
      yield { type: 'end', seq: 0, message: this.#store.message(messageId) }
      return
    }
    const waiting: GenerationEvent[] = [
      { type: 'snapshot', seq: running.seq, message: running.message, phase: running.phase, stats: running.stats },
    ]
    let wake = Promise.withResolvers<void>()
    running.watchers.add((event) => {
      waiting.push(event)
      wake.resolve()
    })
    signal?.addEventListener('abort', () => wake.resolve())
    while (!signal?.aborted) {
      for (const event of waiting.splice(0)) {
        yield event
        if (event.type === 'end') return
      }
      await wake.promise
      wake = Promise.withResolvers<void>()
    }
  }

  #tell(running: Running, event: (seq: number) => GenerationEvent): void {
    running.seq += 1
    for (const watcher of running.watchers) watcher(event(running.seq))
  }

  #enter(running: Running, phase: GenerationPhase): void {
    running.phase = phase
    this.#tell(running, (seq) => ({ type: 'phase', seq, phase }))
  }

  async #write(running: Running): Promise<void> {
    const parent = running.message.parentId === null ? null : this.#store.message(running.message.parentId)
    const plan = planFor(parent?.parts.map(({ text }) => text).join('') ?? '')
    for (let step = 1; step <= 5 && !running.stopped; step++) {
      await wait(plan.pace * 3)
      this.#enter(running, { name: 'loading', progress: step / 5 })
    }
    for (let step = 1; step <= 4 && !running.stopped; step++) {
      await wait(plan.pace * 3)
      this.#enter(running, { name: 'reading', doneTokens: step * 500, totalTokens: 2000 })
    }
    this.#enter(running, { name: 'writing' })
    await this.#stream(running, 'reasoning', plan.reasoning, plan.pace)
    await this.#stream(running, 'text', plan.failure ? plan.text.slice(0, 40) : plan.text, plan.pace)
    this.#finish(running, plan)
  }

  async #stream(running: Running, kind: 'reasoning' | 'text', text: string, pace: number): Promise<void> {
    for (const chunk of text.match(/\S+\s*(?:\S+\s*)?/g) ?? []) {
      if (running.stopped) return
      await wait(pace)
      const outputTokens = (running.stats?.outputTokens ?? 0) + 3
      running.stats = {
        outputTokens,
        tokensPerSecond: 78,
        timeToFirstTokenMs: 90,
        contextUsed: 2034 + outputTokens,
        contextSize: 8192,
      }
      running.message = { ...running.message, parts: appended(running.message.parts, kind, chunk) }
      const { stats } = running
      this.#tell(running, (seq) => ({ type: 'delta', seq, kind, text: chunk, stats }))
    }
  }

  #finish(running: Running, { failure }: Plan): void {
    const status = running.stopped ? 'stopped' : failure ? 'failed' : 'complete'
    const { run } = running.message
    const message: Message = {
      ...running.message,
      status,
      failure: running.stopped ? null : failure,
      run: run && {
        ...run,
        stopReason: running.stopped ? 'stopped' : 'end',
        measurements: scriptedMeasurements(running.stats?.outputTokens ?? 0),
      },
    }
    this.#store.put(message)
    this.#running.delete(message.id)
    this.#store.change(message.conversationId, { generating: false })
    this.#tell(running, (seq) => ({ type: 'end', seq, message: this.#store.message(message.id) }))
  }
}

function appended(parts: readonly Part[], kind: 'reasoning' | 'text', text: string): Part[] {
  const last = parts.at(-1)
  if (last?.type === kind) return [...parts.slice(0, -1), { ...last, text: last.text + text }]
  return [...parts, kind === 'text' ? { type: 'text', text } : { type: 'reasoning', text, durationMs: 3000 }]
}

/** The message as an answer, or the contract's failure. */
export function answerOnly(message: Message): Message {
  if (message.role === 'assistant') return message
  throw new FailureError({ code: 'MESSAGE_NOT_SUITABLE', data: { messageId: message.id, reason: 'not-assistant' } })
}
