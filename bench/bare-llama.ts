// The baseline: the same model under bare node-llama-cpp in one Node process, started with UV_THREADPOOL_SIZE=1. Prints one line of JSON.
import { getLlama, LlamaChatSession } from 'node-llama-cpp'
import { bareRequestSchema, type BareResult } from './bare-protocol.ts'

const request = bareRequestSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const llama = await getLlama({ maxThreads: request.threads, build: 'never', gpu: false, logger: () => undefined })
const model = await llama.loadModel({ modelPath: request.modelPath })
const context = await model.createContext({ contextSize: request.contextSize, threads: request.threads })
const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: request.systemPrompt })

/** Answers a question from the beginning, the instructions already read, as in an application where somebody has just typed. */
async function ask(question: string, maxTokens: number): Promise<BareResult> {
  session.resetChatHistory()
  await session.preloadPrompt('')
  const began = performance.now()
  let first = 0
  let last = 0
  let tokens = 0
  await session.prompt(question, {
    temperature: 0,
    repeatPenalty: false,
    maxTokens,
    onToken: (batch) => {
      last = performance.now()
      first ||= last
      tokens += batch.length
    },
  })
  return { timeToFirstTokenMs: first - began, tokensPerSecond: ((tokens - 1) * 1000) / (last - first), tokens }
}

await ask(request.question, 8)
const results: BareResult[] = []
for (let round = 0; round < request.rounds; round++) results.push(await ask(request.question, request.maxTokens))
process.stdout.write(`${JSON.stringify(results)}\n`)
await llama.dispose()
