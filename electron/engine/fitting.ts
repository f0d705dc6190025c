import type { ChatHistoryItem, Token } from 'node-llama-cpp'
import type { WhenFull } from '../contract/conversation.ts'
import type { Turn } from '../contract/engine.ts'
import { FailureError } from '../contract/failure.ts'
import { textOf } from '../contract/message.ts'

/** A conversation as it fits the context. */
export interface Prompt {
  history: ChatHistoryItem[]
  tokens: Token[]
  /** How many of the oldest turns were left out; the instructions are none of them. */
  droppedTurns: number
}

/** What the fitting needs of a model. */
export interface FittingOptions {
  contextSize: number
  history: (turns: readonly Turn[]) => ChatHistoryItem[]
  tokens: (history: readonly ChatHistoryItem[]) => Token[]
}

/** How much the conversation has to leave free. */
export interface Wish {
  whenFull: WhenFull
  /** Longest answer in tokens; null: not limited. */
  maxTokens: number | null
}

/** An answer must have at least this many tokens, and should have that many, if there is something to leave out for it. */
const leastRoom = 16
const goodRoom = 1024

/**
 * Makes conversations fit the context. What has to be left out is left out in a large chunk, and stays out while the conversation goes on: the
 * prompt keeps its beginning, and with it its place in the KV cache, until the context is full again.
 */
export class Fitting {
  readonly #options: FittingOptions
  /** What was left out the last time. */
  #dropped: readonly Turn[] = []

  constructor(options: FittingOptions) {
    this.#options = options
  }

  /** Throws CONTEXT_TOO_SMALL or, when nothing may be left out or an answer cannot go on, CONTEXT_FULL. */
  fit(turns: readonly Turn[], { whenFull, maxTokens }: Wish): Prompt {
    const { contextSize } = this.#options
    const room = Math.min(maxTokens ?? goodRoom, goodRoom, Math.floor(contextSize / 4))
    const remembered = whenFull === 'ask' ? 0 : this.#alreadyDropped(turns)
    const first = this.#prompt(turns, remembered)
    if (this.#fits(first, whenFull === 'ask' ? Math.min(room, leastRoom) : room)) return first
    const steps = droppable(turns)
    const least = steps.length > 0 ? this.#prompt(turns, steps.at(-1) ?? 0) : first
    if (!this.#fits(least, Math.min(room, leastRoom))) throw noRoom(turns, least.tokens.length, contextSize)
    if (whenFull === 'ask')
      throw new FailureError({
        code: 'CONTEXT_FULL',
        data: { usedTokens: first.tokens.length, contextSize, canLeaveOut: true },
      })
    const prompt = this.#halved(turns, steps, first) ?? least
    this.#dropped = withoutSystem(turns).slice(0, prompt.droppedTurns)
    return prompt
  }

  /**
   * The beginning of the prompt that is the same whatever the person asks next, or however the question goes on of which `draft` is typed.
   * Nothing is left out for a draft. Throws CONTEXT_TOO_SMALL.
   */
  beginning(turns: readonly Turn[], draft: string): Token[] {
    const fitting = this.fit(withQuestion(turns, 'a'), { whenFull: 'drop-oldest', maxTokens: null })
    const ask = (question: string): Prompt => this.#prompt(withQuestion(turns, question), fitting.droppedTurns)
    const typed = draft === '' ? fitting : ask(`${draft}a`)
    if (draft !== '' && !this.#fits(typed, leastRoom)) return this.beginning(turns, '')
    const other = ask(`${draft}1`)
    return typed.tokens.slice(
      0,
      typed.tokens.findIndex((token, index) => token !== other.tokens[index]),
    )
  }

  /** The whole prompt if what is typed is all of the question, as it would be sent; null where nothing is, or where it does not fit. */
  whole(turns: readonly Turn[], draft: string): Token[] | null {
    const question = draft.trim()
    if (question === '') return null
    const asked = withQuestion(turns, question)
    const prompt = this.#prompt(asked, this.#alreadyDropped(asked))
    return this.#fits(prompt, leastRoom) ? prompt.tokens : null
  }

  /** Leaves out the oldest until half of the context is free; null if that cannot be had. */
  #halved(turns: readonly Turn[], steps: readonly number[], full: Prompt): Prompt | null {
    const tokensPerCharacter = full.tokens.length / charactersOf(kept(turns, full.droppedTurns))
    const half = this.#options.contextSize / 2
    for (const step of steps) {
      if (step < full.droppedTurns || charactersOf(kept(turns, step)) * tokensPerCharacter > half) continue
      const prompt = this.#prompt(turns, step)
      if (prompt.tokens.length <= half) return prompt
    }
    return null
  }

  #fits({ tokens }: Prompt, room: number): boolean {
    // llama.cpp keeps one place free.
    return tokens.length + room < this.#options.contextSize
  }

  #prompt(turns: readonly Turn[], droppedTurns: number): Prompt {
    const history = this.#options.history(kept(turns, droppedTurns))
    return { history, tokens: this.#options.tokens(history), droppedTurns }
  }

  #alreadyDropped(turns: readonly Turn[]): number {
    const count = this.#dropped.length
    const isSame = JSON.stringify(withoutSystem(turns).slice(0, count)) === JSON.stringify(this.#dropped)
    return isSame && (count === 0 || droppable(turns).includes(count)) ? count : 0
  }
}

/** Why there is no room with all left out that may be: an answer that was to go on ends where it is, a question cannot be answered. */
function noRoom(turns: readonly Turn[], usedTokens: number, contextSize: number): FailureError {
  return turns.at(-1)?.role === 'assistant'
    ? new FailureError({ code: 'CONTEXT_FULL', data: { usedTokens, contextSize, canLeaveOut: false } })
    : new FailureError({ code: 'CONTEXT_TOO_SMALL', data: { neededTokens: usedTokens + leastRoom, contextSize } })
}

function withoutSystem(turns: readonly Turn[]): readonly Turn[] {
  return turns[0]?.role === 'system' ? turns.slice(1) : turns
}

/** The turns without the oldest `count` ones; the instructions stay. */
function kept(turns: readonly Turn[], count: number): Turn[] {
  const system = turns.slice(0, turns.length - withoutSystem(turns).length)
  return [...system, ...withoutSystem(turns).slice(count)]
}

/** How many of the oldest turns can be left out: what is kept begins with something the person said, the last of which stays. */
function droppable(turns: readonly Turn[]): number[] {
  return withoutSystem(turns).flatMap(({ role }, index) => (role === 'user' && index > 0 ? [index] : []))
}

function withQuestion(turns: readonly Turn[], question: string): Turn[] {
  const last = turns.at(-1)
  if (last?.role !== 'user') return [...turns, { role: 'user', parts: [{ type: 'text', text: question }] }]
  return [...turns.slice(0, -1), { role: 'user', parts: [...last.parts, { type: 'text', text: `\n\n${question}` }] }]
}

function charactersOf(turns: readonly Turn[]): number {
  return turns.reduce((sum, { parts }) => sum + textOf(parts).length, 0)
}
