import type { Conversation } from '@contract/conversation.ts'
import type { Measurements, Message, Part } from '@contract/message.ts'
import type { MemoryEstimate, Model } from '@contract/model.ts'
import { defaultSampling } from '@contract/sampling.ts'

const gb = 1e9
const day = 86_400_000
/** The scripted computer's memory, bytes. */
export const computerBytes = 16 * gb

/** Memory of a model whose parts take so much, bytes. */
export function estimateOf(weightsBytes: number, contextBytes: number, contextSize: number): MemoryEstimate {
  const totalBytes = weightsBytes + contextBytes + 0.2 * gb
  const share = totalBytes / computerBytes
  return {
    weightsBytes,
    contextBytes,
    computeBytes: 0.2 * gb,
    totalBytes,
    graphics: null,
    contextSize,
    fit: share < 0.7 ? 'fits' : share <= 1 ? 'tight' : 'will-not-fit',
    computerBytes,
    availableBytes: 11 * gb,
  }
}

/** A model like the built-in one, with other facts where given. */
export function scriptedModel(facts: Partial<Model> & Pick<Model, 'id' | 'name'>): Model {
  return {
    path: `/home/ada/.config/Hearth/models/${facts.id}.gguf`,
    renamed: false,
    source: 'folder',
    application: null,
    origin: null,
    fileCount: 1,
    sizeBytes: 98_362_432,
    architecture: 'llama',
    parameters: 134_515_008,
    quantization: 'Q4_K_M',
    contextLength: 8192,
    license: 'Apache-2.0',
    languages: [],
    recommended: { systemPrompt: null, sampling: {} },
    estimate: estimateOf(98_362_432, 0.19 * gb, 8192),
    measuredMemory: null,
    speed: null,
    chatTemplate: 'own',
    chatFormat: 'own',
    failure: null,
    lastUsedAt: null,
    ...facts,
  }
}

/** The library of the pictures, and one of each kind of trouble. */
export function scriptedModels(): Model[] {
  return [
    scriptedModel({
      id: 'qwen3-4b',
      name: 'Qwen 3 4B',
      sizeBytes: 2.5 * gb,
      parameters: 4_022_468_096,
      contextLength: 32_768,
      lastUsedAt: Date.now() - 1000,
      estimate: estimateOf(2.5 * gb, 0.9 * gb, 8192),
      origin: { repository: 'publisher/Qwen-3-4B-GGUF', file: 'Qwen-3-4B-Q4_K_M.gguf' },
      measuredMemory: { bytes: 3.5 * gb, expectedBytes: 3.6 * gb, contextSize: 8192 },
      speed: { tokensPerSecond: 18, measured: true },
      chatTemplate: 'publisher',
    }),
    scriptedModel({
      id: 'llama31-8b',
      name: 'Llama 3.1 8B',
      source: 'added',
      path: '/media/models/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf',
      sizeBytes: 4.9 * gb,
      parameters: 8_030_261_248,
      contextLength: 131_072,
      license: 'llama3.1',
      estimate: estimateOf(4.9 * gb, 1.2 * gb, 8192),
      speed: { tokensPerSecond: 9.6, measured: true },
      chatTemplate: 'changed',
      lastUsedAt: Date.now() - 3 * day,
    }),
    scriptedModel({
      id: 'adopted-llama',
      name: 'Llama 3.1 8B Instruct',
      source: 'adopted',
      application: 'LM Studio',
      path: '/home/ada/.lmstudio/models/lmstudio-community/Meta-Llama-3.1-8B-Instruct-GGUF/llama-3.1-8b.gguf',
      sizeBytes: 4.9 * gb,
      parameters: 8_030_261_248,
      contextLength: 131_072,
      license: 'llama3.1',
      estimate: estimateOf(4.9 * gb, 1.2 * gb, 8192),
      speed: { tokensPerSecond: 9.6, measured: false },
    }),
    scriptedModel({
      id: 'mistral-24b',
      name: 'Mistral Small 24B',
      sizeBytes: 11.5 * gb,
      parameters: 23_572_403_200,
      quantization: 'Q3_K_M',
      contextLength: 32_768,
      estimate: estimateOf(11.5 * gb, 2.2 * gb, 8192),
      speed: { tokensPerSecond: 3.1, measured: false },
    }),
    scriptedModel({
      id: 'llama33-70b',
      name: 'Llama 3.3 70B',
      sizeBytes: 42.5 * gb,
      parameters: 70_553_706_496,
      contextLength: 131_072,
      license: 'llama3.3',
      estimate: estimateOf(42.5 * gb, 2.1 * gb, 8192),
    }),
    scriptedModel({
      id: 'broken',
      name: 'half-a-download.Q5_K_M',
      source: 'added',
      path: '/home/ada/Downloads/half-a-download.Q5_K_M.gguf',
      sizeBytes: 1.1 * gb,
      architecture: null,
      parameters: null,
      quantization: null,
      contextLength: null,
      license: null,
      estimate: null,
      failure: {
        code: 'MODEL_FILE_CORRUPT',
        data: { path: '/home/ada/Downloads/half-a-download.Q5_K_M.gguf', reason: 'truncated', detail: '' },
      },
    }),
    scriptedModel({
      id: 'away',
      name: 'Command R 35B',
      source: 'added',
      path: '/media/ada/disk/command-r-Q3_K_M.gguf',
      sizeBytes: 17.6 * gb,
      parameters: 34_980_831_232,
      quantization: 'Q3_K_M',
      contextLength: 131_072,
      license: 'cc-by-nc-4.0',
      estimate: null,
      failure: { code: 'MODEL_FILE_MISSING', data: { path: '/media/ada/disk/command-r-Q3_K_M.gguf' } },
    }),
    builtInModel(),
  ]
}

/** The model inside the application. */
export function builtInModel(): Model {
  return scriptedModel({
    id: 'smollm2-135m-instruct-q4_1',
    name: 'SmolLM2 135M',
    path: '/opt/Hearth/resources/models/SmolLM2-135M-Instruct.Q4_1.gguf',
    source: 'built-in',
    quantization: 'Q4_1',
    languages: ['en'],
    speed: { tokensPerSecond: 78, measured: true },
    recommended: {
      systemPrompt: 'You are a helpful AI assistant named SmolLM, trained by Hugging Face',
      sampling: { temperature: 0.2, topP: 0.9, repeatPenalty: 1.1 },
    },
    estimate: { ...estimateOf(98_362_432, 0.19 * gb, 8192), computeBytes: 0.1 * gb, totalBytes: 0.4 * gb },
  })
}

const titles: Record<string, readonly string[]> = {
  en: [
    'Rate limiting with a token bucket',
    'Clause 14 in plain words',
    'Dinner from what is left',
    'Why sourdough needs steam',
    'Letter to the landlord',
    'Regex for invoice numbers',
    'Names for a sailing boat',
    'Reading list on tides',
    'The difference between a sloop, a ketch and a yawl, told to a child of nine',
    'Packing list for four days of rain',
  ],
  'zh-CN': [
    '令牌桶限流',
    '第十四条的白话解释',
    '用剩菜做晚饭',
    '面包为什么需要蒸汽',
    '给房东的信',
    '发票号码的正则',
    '给帆船取名',
    '潮汐书单',
    '单桅帆船、双桅帆船与小桅帆船有什么不同，讲给九岁的孩子听',
    '四天雨天的行李清单',
  ],
}
const ages = [0.01, 0.02, 0.05, 1.1, 1.2, 3, 4, 5, 20, 70]

/** `total` conversations, the first ten as in the pictures, the rest spread over the past. */
export function scriptedConversations(total: number, language: string): Conversation[] {
  const names = titles[language] ?? titles['en'] ?? []
  return Array.from({ length: total }, (_, index) => {
    const at = Date.now() - (ages[index] ?? 70 + index / 10) * day
    return scriptedConversation({
      id: `c${index}`,
      title: names[index] ?? `${names[index % names.length]} (${index})`,
      updatedAt: at,
      createdAt: at,
      generating: index === 0,
    })
  })
}

/** A conversation with nothing chosen for it, with other facts where given. */
export function scriptedConversation(facts: Partial<Conversation> & Pick<Conversation, 'id'>): Conversation {
  return {
    title: 'New chat',
    updatedAt: Date.now(),
    createdAt: Date.now(),
    generating: false,
    modelId: null,
    systemPrompt: null,
    sampling: {},
    whenFull: 'drop-oldest',
    ...facts,
  }
}

/** The numbers of an answer of so many tokens. */
export function scriptedMeasurements(outputTokens: number): Measurements {
  return {
    promptTokens: 2034,
    evaluatedTokens: 38,
    outputTokens,
    timeToFirstTokenMs: 90,
    tokensPerSecond: 78,
    durationMs: 90 + outputTokens / 0.078,
    systemTokens: 310,
    contextUsed: 2034 + outputTokens,
    contextSize: 8192,
    droppedMessages: 0,
    threads: 2,
  }
}

/** A finished message with other facts where given. */
export function scriptedMessage(
  facts: Partial<Message> & Pick<Message, 'id' | 'conversationId' | 'role'> & { parts: Part[] },
): Message {
  const run: Message['run'] = {
    modelId: 'qwen3-4b',
    modelName: 'Qwen 3 4B',
    sampling: defaultSampling,
    systemPrompt: '',
    stopReason: 'end',
    measurements: scriptedMeasurements(486),
  }
  return {
    parentId: null,
    status: 'complete',
    failure: null,
    siblingIds: [facts.id],
    run: facts.role === 'assistant' ? run : null,
    createdAt: Date.now() - 60_000,
    damaged: false,
    ...facts,
  }
}
