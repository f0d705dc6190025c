import {
  ChatWrapper,
  LlamaText,
  SpecialToken,
  type ChatWrapperGenerateContextStateOptions,
  type ChatWrapperGeneratedContextState,
  type ChatWrapperSettings,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp'
import { templateOf } from './chat-template.ts'
import { inCachedTokens } from './same-text.ts'

/** More than any known format injects. */
const injectedTokens = 64

/** A text whose tokens are decided. */
class TokenizedText extends LlamaText {
  readonly #tokens: readonly Token[]

  constructor(text: LlamaText, tokens: readonly Token[]) {
    super(text.values)
    this.#tokens = tokens
  }

  override tokenize(): Token[] {
    return [...this.#tokens]
  }
}

/**
 * A model's chat wrapper for one sequence: it renders a conversation like the other does, in the tokens that the sequence holds already
 * wherever they say the same. So nothing that was written or read is evaluated again.
 */
export class SteadyChatWrapper extends ChatWrapper {
  override readonly wrapperName: string
  override readonly settings: ChatWrapperSettings
  readonly #wrapper: ChatWrapper
  readonly #sequence: LlamaContextSequence
  #decided: readonly Token[] | null = null
  #reservedTokens = 0

  constructor(wrapper: ChatWrapper, sequence: LlamaContextSequence) {
    super()
    this.wrapperName = wrapper.wrapperName
    this.settings = wrapper.settings
    this.#wrapper = wrapper
    this.#sequence = sequence
  }

  /** Tokens that an answer may take beyond its own, because some formats put words into the model's mouth while it writes. */
  get reservedTokens(): number {
    return this.#reservedTokens
  }

  /** The next conversation that is rendered has these tokens. */
  decide(tokens: readonly Token[]): void {
    this.#decided = tokens
  }

  override generateContextState(options: ChatWrapperGenerateContextStateOptions): ChatWrapperGeneratedContextState {
    const state = this.#wrapper.generateContextState(options)
    const tokens = this.#decided ?? this.#inCachedTokens(state.contextText)
    this.#decided = null
    this.#reservedTokens = state.prefixTriggers || state.noPrefixTrigger || state.rerender ? injectedTokens : 0
    const contextText = new TokenizedText(state.contextText, tokens)
    // A space at the beginning belongs to the answer: it is in the cache, and an answer that is continued needs it.
    return state.ignoreStartText ? { ...state, contextText, ignoreStartText: [] } : { ...state, contextText }
  }

  #inCachedTokens(text: LlamaText): Token[] {
    const { model, contextTokens } = this.#sequence
    return inCachedTokens(tokensOf(text, model), contextTokens, {
      textOf: (tokens, before) => model.detokenize(tokens, false, before),
      isControl: (token) => model.isSpecialToken(token) || model.isEogToken(token),
    })
  }
}

/**
 * The text's tokens, beginning with the token for it where the model says that it was trained so, and only there: some wrappers always
 * add it, and a template may leave it to whoever uses it.
 */
function tokensOf(text: LlamaText, model: LlamaModel): Token[] {
  const { bos, shouldPrependBosToken } = model.tokens
  const tokens = text.tokenize(model.tokenizer)
  const [first] = text.values
  const isAdded = first instanceof SpecialToken && first.value === 'BOS' && !templateOf(model).includes('bos_token')
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) return [bos, ...tokens]
  return isAdded && !shouldPrependBosToken && tokens[0] === bos ? tokens.slice(1) : tokens
}
