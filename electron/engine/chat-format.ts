import {
  ChatMLChatWrapper,
  GemmaChatWrapper,
  Llama3ChatWrapper,
  resolveChatWrapper,
  type ChatHistoryItem,
  type ChatModelResponse,
  type ChatWrapper,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp'
import type { Turn } from '../contract/engine.ts'
import { FailureError } from '../contract/failure.ts'
import { textOf, type Part } from '../contract/message.ts'
import type { ChatFormatName } from '../contract/model.ts'
import { templateOf } from './chat-template.ts'
import { inGoodTime } from './time-limit.ts'

/** What surrounds the turns in formats that node-llama-cpp knows without understanding the template. */
const knownFrames =
  /<\|im_start\|>|\[INST\]|<\|start_header_id\|>|<start_of_turn>|<\|turn>|<\|start\|>[^]*<\|channel\|>/
const thinkTags = /<think>|<thought>|\[THINK\]|<\|START_THINKING\|>|<\|begin_of_thought\|>/

/** How a model wants a conversation to be written: its own chat template, as node-llama-cpp understands it. */
export class ChatFormat {
  readonly #found: { wrapper: ChatWrapper } | { detail: string }

  /** `standard`: in spite of its template. */
  constructor(model: LlamaModel, format: ChatFormatName) {
    this.#found = format === 'standard' ? { wrapper: standardWrapper(model) } : findWrapper(model)
  }

  /** Throws CHAT_TEMPLATE_FAILED where the model has a template that cannot be used. */
  get wrapper(): ChatWrapper {
    if ('detail' in this.#found) throw templateFailure(this.#found.detail)
    return this.#found.wrapper
  }

  /** The conversation for node-llama-cpp. It ends with the answer that is to be written, or continued. */
  history(turns: readonly Turn[]): ChatHistoryItem[] {
    const history = turns.map((turn) => this.#item(turn))
    if (turns.at(-1)?.role !== 'assistant') history.push({ type: 'model', response: this.#opening() })
    return history
  }

  /** True for a model whose thoughts can be told from its answer. */
  get thinks(): boolean {
    return this.wrapper.settings.segments?.thought !== undefined
  }

  /** True for a model that always begins with a thought. */
  get #beginsThinking(): boolean {
    return this.wrapper.settings.segments?.thought?.openOnResponseStart === true
  }

  /** The beginning of an answer that is not to be thought about. */
  withoutThinking(): ChatModelResponse['response'] {
    return this.#beginsThinking ? [{ type: 'segment', segmentType: 'thought', text: '', ended: true }] : []
  }

  #opening(): ChatModelResponse['response'] {
    return this.#beginsThinking ? [{ type: 'segment', segmentType: 'thought', text: '', ended: false }] : []
  }

  #item({ role, parts }: Turn): ChatHistoryItem {
    switch (role) {
      case 'system':
        return { type: 'system', text: textOf(parts) }
      case 'user':
        return { type: 'user', text: textOf(parts) }
      case 'assistant':
        return { type: 'model', response: this.#response(parts) }
    }
  }

  /** A model that does not know thoughts (another one had them) sees the answer alone. */
  #response(parts: readonly Part[]): ChatModelResponse['response'] {
    const seen = this.thinks ? parts : parts.filter(({ type }) => type === 'text')
    const response = seen.map((part, index): ChatModelResponse['response'][number] =>
      part.type === 'text'
        ? part.text
        : { type: 'segment', segmentType: 'thought', text: part.text, ended: index < seen.length - 1 },
    )
    return response.length > 0 ? response : this.#opening()
  }
}

function templateFailure(detail: string): FailureError {
  return new FailureError({ code: 'CHAT_TEMPLATE_FAILED', data: { detail } })
}

/** What a template threw, as the contract's failure. */
function asTemplateFailure(error: unknown): FailureError {
  return error instanceof FailureError ? error : templateFailure(messageOf(error))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The common format whose marks the model has words for, else what models of its name are used to. The template is not looked at. */
function standardWrapper(model: LlamaModel): ChatWrapper {
  const hasWord = (mark: string): boolean => model.tokenize(mark, true).length === 1
  if (hasWord('<|im_start|>')) return new ChatMLChatWrapper()
  if (hasWord('<|start_header_id|>')) return new Llama3ChatWrapper()
  if (hasWord('<start_of_turn>')) return new GemmaChatWrapper()
  const { filename, tokenizer, tokens } = model
  const known = { tokenizer, bosString: tokens.bosString, noJinja: true, ...(filename !== undefined && { filename }) }
  return resolveChatWrapper(known) ?? new ChatMLChatWrapper()
}

function findWrapper(model: LlamaModel): { wrapper: ChatWrapper } | { detail: string } {
  const template = templateOf(model)
  try {
    return inGoodTime(() => {
      const wrapper = resolveChatWrapper(model, { fallbackToOtherWrappersOnJinjaError: false })
      return { wrapper: withThoughts(model, wrapper, template) }
    })
  } catch (error) {
    return ofKnownKind(model, template) ?? { detail: messageOf(error) }
  }
}

/** The wrapper of a template that cannot be used, but looks like one that is known. */
function ofKnownKind(model: LlamaModel, template: string): { wrapper: ChatWrapper } | null {
  if (!knownFrames.test(template)) return null
  try {
    return inGoodTime(() => ({ wrapper: resolveChatWrapper(model) }))
  } catch {
    return null
  }
}

/** A wrapper that looks right but does not know the template's thoughts would show them as a part of the answer. */
function withThoughts(model: LlamaModel, wrapper: ChatWrapper, template: string): ChatWrapper {
  if (wrapper.settings.segments?.thought || !thinkTags.test(template)) return wrapper
  const jinja = resolveChatWrapper(model, { type: 'jinjaTemplate' })
  return jinja.settings.segments?.thought ? jinja : wrapper
}

/** Renders a conversation; throws CHAT_TEMPLATE_FAILED. */
export function render(wrapper: ChatWrapper, history: readonly ChatHistoryItem[], model: LlamaModel): Token[] {
  try {
    return inGoodTime(() =>
      wrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer),
    )
  } catch (error) {
    throw asTemplateFailure(error)
  }
}
