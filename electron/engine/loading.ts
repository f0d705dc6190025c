import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { InsufficientMemoryError, type Llama, type LlamaContext, type LlamaModel } from 'node-llama-cpp'
import { wholeSize } from '../child/model-parts.ts'
import { automaticContextSize } from '../contract/engine.ts'
import { FailureError, type Failure } from '../contract/failure.ts'
import type { ChatFormatName, LoadedModel } from '../contract/model.ts'
import { ChatFormat } from './chat-format.ts'
import { automaticThreads, type LlamaLibrary } from './llama.ts'
import { LoadProgress } from './load-progress.ts'
import { Threads } from './threads.ts'

/** What to load, and how; null: automatic. */
export interface LoadRequest {
  path: string
  contextSize: number | null
  threads: number | null
  chatFormat: ChatFormatName
}

/** A model that is ready to write. */
export interface ReadyModel {
  model: LlamaModel
  context: LlamaContext
  format: ChatFormat
  /** null: the person decided how many compute. */
  threads: Threads | null
  facts: LoadedModel
}

/** With less than this there is no conversation. */
const smallestContextSize = 512

/** Loads a model. Throws MODEL_FILE_MISSING, MODEL_LOAD_FAILED, MODEL_TOO_LARGE, or the reason of `signal`. */
export async function loadModel(
  library: LlamaLibrary,
  request: LoadRequest,
  signal: AbortSignal,
  onProgress: (progress: number) => void,
): Promise<ReadyModel> {
  const began = performance.now()
  const { path } = request
  await requireFile(path)
  library.takeComplaints()
  let model: LlamaModel | null = null
  try {
    const llama = await library.open()
    model = await readWeights(llama, path, signal, onProgress)
    llama.maxThreads = availableParallelism()
    const most = request.threads ?? automaticThreads(availableParallelism(), llama.cpuMathCores)
    const threads = request.threads === null ? new Threads(llama, most) : null
    const context = await createContext(model, request.contextSize, most, signal)
    await warmUp(context)
    signal.throwIfAborted()
    const format = new ChatFormat(model, request.chatFormat)
    return { model, context, format, threads, facts: factsOf(llama, model, context, began) }
  } catch (error) {
    await model?.dispose()
    signal.throwIfAborted()
    // llama.cpp's lines arrive after the failure that they explain.
    await new Promise((resolve) => setImmediate(resolve))
    throw new FailureError(await whyNotLoaded(error, path, library.takeComplaints()))
  }
}

async function readWeights(
  llama: Llama,
  path: string,
  signal: AbortSignal,
  onProgress: (progress: number) => void,
): Promise<LlamaModel> {
  const progress = new LoadProgress(await wholeSize(path), onProgress)
  const onLoadProgress = (share: number): void => progress.reported(share)
  try {
    return await llama.loadModel({ modelPath: path, loadSignal: signal, onLoadProgress })
  } finally {
    progress.end()
  }
}

async function requireFile(path: string): Promise<void> {
  await stat(path).catch(() => {
    throw new FailureError({ code: 'MODEL_FILE_MISSING', data: { path } })
  })
}

/** MODEL_TOO_LARGE. A model needs at least what all its files have. */
export async function tooLarge(path: string): Promise<Failure> {
  const neededBytes = await wholeSize(path)
  return { code: 'MODEL_TOO_LARGE', data: { path, neededBytes, availableBytes: process.availableMemory() } }
}

/** A context as large as was asked for, or as the memory allows: node-llama-cpp tries smaller ones by itself. */
async function createContext(
  model: LlamaModel,
  asked: number | null,
  threads: number,
  signal: AbortSignal,
): Promise<LlamaContext> {
  const max = Math.min(asked ?? automaticContextSize, model.trainContextSize)
  return model.createContext({
    contextSize: { min: Math.min(smallestContextSize, max), max },
    threads,
    // Costs memory with some models, but without it their cache cannot be taken up again in the middle.
    swaFullCache: true,
    createSignal: signal,
  })
}

/** Computes once for nothing: the weights are read from the disk now and not when the first answer is waited for. */
async function warmUp(context: LlamaContext): Promise<void> {
  const { tokens } = context.model
  const token = tokens.bos ?? tokens.eos
  if (token === null) return
  const sequence = context.getSequence()
  await sequence.evaluateWithoutGeneratingNewTokens([token, token])
  await sequence.dispose()
}

function factsOf(llama: Llama, model: LlamaModel, context: LlamaContext, began: number): LoadedModel {
  return {
    contextSize: context.contextSize,
    threads: context.currentThreads,
    backend: llama.gpu !== false && model.gpuLayers > 0 ? llama.gpu : 'cpu',
    gpuLayers: model.gpuLayers,
    memoryBytes: process.memoryUsage.rss(),
    loadMs: performance.now() - began,
  }
}

async function whyNotLoaded(error: unknown, path: string, complaints: string): Promise<Failure> {
  const message = error instanceof Error ? error.message : String(error)
  const isMemory = /alloc|out of memory|insufficient memory|not enough memory/i.test(complaints)
  if (error instanceof InsufficientMemoryError || isMemory) return tooLarge(path)
  return { code: 'MODEL_LOAD_FAILED', data: { path, detail: [message, complaints].filter(Boolean).join(': ') } }
}
