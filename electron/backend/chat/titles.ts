import type { Message } from '../../contract/message.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { ModelLoader } from '../models/loader.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Store } from '../store/database.ts'
import type { Messages } from '../store/messages.ts'
import { firstWords } from './first-words.ts'
import { turnsOf } from './turns.ts'

/** What the titles stand on. */
export interface TitlesOptions {
  store: Store
  conversations: Conversations
  messages: Messages
  library: ModelLibrary
  loader: ModelLoader
  /** A smaller model writes worse titles than the first words are. */
  minimumParameters: number
  onChange: (conversationId: string) => void
}

/** After one of this many answers: the first was perhaps followed by the next question at once. */
const lastAnswer = 3

/** Lets the model name a conversation after its first answer, where nobody has named it and the model is able to. */
export class Titles {
  readonly #options: TitlesOptions

  constructor(options: TitlesOptions) {
    this.#options = options
  }

  /** To be called when an answer is complete. Ends at `giveWay`. Never fails: without a better title the first words stay. */
  async afterAnswer(answer: Message, modelId: string, giveWay: AbortSignal): Promise<void> {
    try {
      if (this.#isWanted(answer.conversationId, modelId)) await this.#ask(answer, modelId, giveWay)
    } catch {
      // A title that cannot be had is nobody's trouble.
    }
  }

  #isWanted(conversationId: string, modelId: string): boolean {
    const { messages, library, loader, minimumParameters } = this.#options
    return (
      // A title is not worth loading a model for.
      loader.state.phase === 'ready' &&
      loader.state.modelId === modelId &&
      (library.get(modelId)?.summary?.parameters ?? 0) >= minimumParameters &&
      this.#hasFirstWords(conversationId) &&
      messages.countCompleteAnswers(conversationId) <= lastAnswer
    )
  }

  #hasFirstWords(conversationId: string): boolean {
    return this.#options.conversations.get(conversationId).titleSource === 'words'
  }

  async #ask(answer: Message, modelId: string, giveWay: AbortSignal): Promise<void> {
    const { store, conversations, messages, loader, onChange } = this.#options
    const engine = await loader.ready(modelId, 'unasked')
    const turns = turnsOf(messages.path(answer.id), '')
    const { title } = await engine.client.title({ turns }, { signal: AbortSignal.any([giveWay, engine.gone]) })
    const clean = firstWords(title)
    if (clean === firstWords('')) return
    const given = store.write(() => {
      const wanted = this.#hasFirstWords(answer.conversationId)
      if (wanted) conversations.setTitle(answer.conversationId, clean, 'model')
      return wanted
    })
    if (given) onChange(answer.conversationId)
  }
}
