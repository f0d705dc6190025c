import { LlamaChat, type LlamaContextSequence } from 'node-llama-cpp'
import type { Turn } from '../contract/engine.ts'
import { render, type ChatFormat } from './chat-format.ts'
import { Fitting } from './fitting.ts'
import { Reader } from './reading.ts'
import { SteadyChatWrapper } from './steady-wrapper.ts'
import type { Threads } from './threads.ts'

/** A question that may be asked next. */
export interface ExpectedQuestion {
  /** What it follows. */
  turns: readonly Turn[]
  /** What is typed of it. */
  draft: string
  /** Nothing more has been typed for a moment. */
  rests: boolean
}

/** A sequence of the model's context with what writes into it in the model's own format. */
export class Conversation {
  readonly sequence: LlamaContextSequence
  readonly format: ChatFormat
  readonly reader: Reader
  readonly chat: LlamaChat
  readonly fitting: Fitting
  /** Has to be told the prompt right before `chat` writes, so that it is taken in exactly these tokens. */
  readonly wrapper: SteadyChatWrapper
  /** Decides how many threads compute; null: that is decided. */
  readonly threads: Threads | null

  /** Throws CHAT_TEMPLATE_FAILED. */
  constructor(sequence: LlamaContextSequence, format: ChatFormat, threads: Threads | null) {
    this.sequence = sequence
    this.format = format
    this.threads = threads
    this.reader = new Reader(sequence, () => threads?.reading())
    this.wrapper = new SteadyChatWrapper(format.wrapper, sequence)
    this.chat = new LlamaChat({ contextSequence: sequence, chatWrapper: this.wrapper, autoDisposeSequence: false })
    this.fitting = new Fitting({
      contextSize: sequence.contextSize,
      history: (turns) => format.history(turns),
      tokens: (history) => render(this.wrapper, history, sequence.model),
    })
  }

  /**
   * Reads what is certain of the next prompt, then what it goes on with if nothing more is typed. Throws CONTEXT_TOO_SMALL and
   * CHAT_TEMPLATE_FAILED. Answers how many tokens were evaluated.
   */
  async prefill({ turns, draft, rests }: ExpectedQuestion, signal: AbortSignal): Promise<number> {
    if (signal.aborted) return 0
    const evaluated = await this.reader.readAhead(this.fitting.beginning(turns, draft), { signal })
    const whole = rests ? this.fitting.whole(turns, draft) : null
    // The last token comes with the answer.
    return whole ? evaluated + (await this.reader.readGuess(whole.slice(0, -1), { signal })) : evaluated
  }
}
