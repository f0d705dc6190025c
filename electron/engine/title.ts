import { LlamaChat, type LlamaModel } from 'node-llama-cpp'
import type { Turn } from '../contract/engine.ts'
import { textOf } from '../contract/message.ts'
import { render, type ChatFormat } from './chat-format.ts'
import { Reader } from './reading.ts'
import { SteadyChatWrapper } from './steady-wrapper.ts'

const contextSize = 768
const batchSize = 128
/** Of each message, this much is shown to the model (characters): what it is about is said at the beginning. */
const shownCharacters = 600
const longestTitle = 60
const maxTokens = 24

const task =
  'Write a title for the conversation below: two to six words, in the language of the conversation, without quotation marks. ' +
  'Answer with the title alone.'

/**
 * Lets the model name a conversation; '' when it wrote nothing usable, null when `signal` made it give way.
 *
 * It has a small context of its own that is gone afterwards. A second sequence in the conversation's context would cost as much KV cache as
 * the first for as long as the model is loaded, because node-llama-cpp gives each sequence its full size.
 */
export async function writeTitle(
  model: LlamaModel,
  format: ChatFormat,
  options: { turns: readonly Turn[]; threads: number; signal: AbortSignal },
): Promise<string | null> {
  const { turns, threads, signal } = options
  if (signal.aborted) return null
  const context = await model.createContext({ contextSize, batchSize, threads })
  try {
    const sequence = context.getSequence()
    const wrapper = new SteadyChatWrapper(format.wrapper, sequence)
    const history = [
      { type: 'user' as const, text: question(turns) },
      { type: 'model' as const, response: format.withoutThinking() },
    ]
    const prompt = render(wrapper, history, model)
    if (prompt.length + maxTokens >= context.contextSize) return ''
    await new Reader(sequence).readForAnswer(prompt, { signal })
    if (signal.aborted) return null
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
    const { response, metadata } = await chat.generateResponse(history, {
      temperature: 0.2,
      topP: 0.9,
      maxTokens,
      budgets: { thoughtTokens: 0 },
      signal,
    })
    const isCut = metadata.stopReason === 'maxTokens' && !response.trim().includes('\n')
    return isCut ? '' : clean(response)
  } catch (error) {
    if (signal.aborted) return null
    throw error
  } finally {
    await context.dispose()
  }
}

function question(turns: readonly Turn[]): string {
  const shown = turns
    .filter(({ role }) => role !== 'system')
    .slice(0, 2)
    .map(({ role, parts }) => `${role === 'user' ? 'Question' : 'Answer'}: ${textOf(parts).slice(0, shownCharacters)}`)
  return [task, ...shown].join('\n\n')
}

/** The first line without what models put around a title; '' if that is no title. */
function clean(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  const title = line
    .replace(/^\s*(?:#+|[*_]+)?\s*(?:title|标题)\s*[:：]\s*/i, '')
    .replaceAll(/^[\s"'“”‘’«»„「」『』《》*_#`]+|[\s"'“”‘’«»„「」『』《》*_`.。]+$/gu, '')
  return title.length <= longestTitle ? title : ''
}
