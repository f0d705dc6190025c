import type { InferContractRouterInputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { serve } from '../child/serve.ts'
import { engineClient, type EngineClient } from '../contract/engine-client.ts'
import {
  engineContract,
  type EngineGenerationEvent,
  type EngineLoadEvent,
  type EngineMeasurements,
} from '../contract/engine.ts'
import { FailureError, type Failure } from '../contract/failure.ts'
import type { LiveStats } from '../contract/generation.ts'
import type { ProcessEnd } from '../contract/host.ts'
import { virtualChannel } from '../contract/ipc-port.ts'
import type { Port } from '../contract/port.ts'
import type { StopReason } from '../contract/message.ts'
import type { GraphicsMemory, LoadedModel } from '../contract/model.ts'

type Inputs = InferContractRouterInputs<typeof engineContract>

/** What the scripted engine says of every model that it has loaded. */
export const scriptedModel: LoadedModel = {
  contextSize: 2048,
  threads: 2,
  backend: 'cpu',
  gpuLayers: 0,
  memoryBytes: 1_000_000,
  loadMs: 5,
}

/** The numbers of every scripted answer, where the test does not say others. */
export const scriptedMeasurements: EngineMeasurements = {
  promptTokens: 12,
  evaluatedTokens: 8,
  outputTokens: 3,
  timeToFirstTokenMs: 20,
  tokensPerSecond: 50,
  durationMs: 80,
  systemTokens: 4,
  contextUsed: 15,
  contextSize: 2048,
  droppedTurns: 0,
  threads: 2,
}

/** A stream that the test fills, up to its last item or a failure. */
class Feed<T> {
  readonly #isLast: (item: T) => boolean
  readonly #waiting: (T | FailureError)[] = []
  readonly #left = Promise.withResolvers<void>()
  #wake: () => void = () => undefined

  constructor(isLast: (item: T) => boolean) {
    this.#isLast = isLast
  }

  /** Settled when it is over, or nobody listens any more. */
  get left(): Promise<void> {
    return this.#left.promise
  }

  push(item: T | FailureError): void {
    this.#waiting.push(item)
    this.#wake()
  }

  read(signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
    signal?.addEventListener('abort', () => {
      this.#left.resolve()
      this.#wake()
    })
    return this.#items(signal)
  }

  async *#items(signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
    try {
      while (!signal?.aborted) {
        const item = this.#waiting.shift()
        if (item instanceof FailureError) throw item
        if (item === undefined) await new Promise<void>((resolve) => (this.#wake = resolve))
        else yield item
        if (item !== undefined && this.#isLast(item)) return
      }
    } finally {
      this.#left.resolve()
    }
  }
}

/** A model that is being loaded, as the test wants it to go. */
export class ScriptedLoad {
  readonly input: Inputs['load']
  readonly feed = new Feed<EngineLoadEvent>(({ type }) => type === 'ready')

  constructor(input: Inputs['load']) {
    this.input = input
  }

  progress(progress: number): void {
    this.feed.push({ type: 'progress', progress })
  }

  ready(): void {
    this.feed.push({ type: 'ready', loaded: scriptedModel })
  }

  fail(failure: Failure): void {
    this.feed.push(new FailureError(failure))
  }
}

/** An answer that is being written, as the test wants it to go. */
export class ScriptedGeneration {
  readonly input: Inputs['generate']
  readonly feed = new Feed<EngineGenerationEvent>(({ type }) => type === 'end')
  readonly #stopAsked = Promise.withResolvers<void>()
  #tokens = 0

  constructor(input: Inputs['generate']) {
    this.input = input
  }

  /** Settled when the backend asked to end it. */
  get stopAsked(): Promise<void> {
    return this.#stopAsked.promise
  }

  askToStop(): void {
    this.#stopAsked.resolve()
  }

  reading(doneTokens: number, totalTokens: number): void {
    this.feed.push({ type: 'reading', doneTokens, totalTokens })
  }

  write(text: string, kind: 'text' | 'reasoning' = 'text'): void {
    const stats: LiveStats = {
      outputTokens: ++this.#tokens,
      tokensPerSecond: 50,
      timeToFirstTokenMs: 20,
      contextUsed: 12 + this.#tokens,
      contextSize: scriptedModel.contextSize,
    }
    this.feed.push({ type: 'delta', kind, text, stats })
  }

  end(stopReason: StopReason = 'end', measured: Partial<EngineMeasurements> = {}): void {
    const measurements = { ...scriptedMeasurements, ...measured }
    this.feed.push({ type: 'end', stopReason, measurements, canLeaveOut: false })
  }

  fail(failure: Failure): void {
    this.feed.push(new FailureError(failure))
  }
}

/** What comes one after another, taken one after another; who takes first, waits. */
class Arrivals<T> {
  readonly #arrived: T[] = []
  readonly #takers: ((item: T) => void)[] = []

  add(item: T): void {
    const taker = this.#takers.shift()
    if (taker) taker(item)
    else this.#arrived.push(item)
  }

  next(): Promise<T> {
    const item = this.#arrived.shift()
    return item === undefined ? new Promise((resolve) => this.#takers.push(resolve)) : Promise.resolve(item)
  }
}

interface ScriptedProcess {
  client: EngineClient
  ended: Promise<ProcessEnd>
  end: () => void
}

/** Starts engine processes that speak the contract and do what the test says. There is no process and no model. */
export class ScriptedEngine {
  /** How many processes were started. */
  started = 0
  /** Processes that are still there. */
  readonly running = new Set<(end: ProcessEnd) => void>()
  readonly titles: Inputs['title'][] = []
  /** What happens when llama.cpp is opened; unless the test says otherwise, nothing. `die` ends that process. */
  onOpen: (gpu: boolean, die: (end: ProcessEnd) => void) => void = () => undefined
  /** What graphics cards it has. */
  graphics: GraphicsMemory | null = null
  /** What happens to each load; unless the test says otherwise, it succeeds at once. */
  onLoad: (load: ScriptedLoad) => void = (load) => load.ready()
  /** What happens when the backend asks to stop; unless the test says otherwise, the answer ends. A promise is answered when it is settled. */
  onStop: (generation: ScriptedGeneration) => void | Promise<void> = (generation) => generation.end('stopped')
  onTitle: () => string | Promise<string> = () => ''
  /** What it measures of this computer; zeros: it never comes to it. */
  calibration = { tokensPerSecond: 0, memoryBytesPerSecond: 0 }
  readonly #loads = new Arrivals<ScriptedLoad>()
  readonly #generations = new Arrivals<ScriptedGeneration>()
  readonly #prefills = new Arrivals<Inputs['prefill']>()
  readonly #byId = new Map<string, ScriptedGeneration>()

  /** The next load that was not taken yet. */
  nextLoad(): Promise<ScriptedLoad> {
    return this.#loads.next()
  }

  /** The next answer that was not taken yet. */
  nextGeneration(): Promise<ScriptedGeneration> {
    return this.#generations.next()
  }

  /** What the backend next wanted to be read before the question is known. */
  nextPrefill(): Promise<Inputs['prefill']> {
    return this.#prefills.next()
  }

  /** All processes end, as if by themselves. */
  crash(end: ProcessEnd = { exitCode: null, signal: 'SIGSEGV' }): void {
    for (const die of this.running) die(end)
  }

  async start(): Promise<ScriptedProcess> {
    this.started++
    const [ours, theirs] = virtualChannel()
    const ended = Promise.withResolvers<ProcessEnd>()
    const die = (end: ProcessEnd): void => {
      this.running.delete(die)
      theirs.close()
      ended.resolve(end)
    }
    this.running.add(die)
    this.serveOn(theirs, die)
    const end = (): void => die({ exitCode: null, signal: 'SIGKILL' })
    const client = engineClient(ours, end)
    ours.start()
    return { client, ended: ended.promise, end }
  }

  /** Speaks the contract over a port that somebody else made. */
  serveOn(port: Port, die: (end: ProcessEnd) => void = () => port.close()): void {
    serve(this.#router(die), port, () => undefined)
  }

  #router(die: (end: ProcessEnd) => void) {
    const procedure = implement(engineContract)
    return procedure.router({
      open: procedure.open.handler(({ input }) => {
        this.onOpen(input.gpu, die)
        return input.gpu ? this.graphics : null
      }),
      load: procedure.load.handler(({ input, signal }) => {
        const load = new ScriptedLoad(input)
        this.#loads.add(load)
        this.onLoad(load)
        return load.feed.read(signal)
      }),
      generate: procedure.generate.handler(({ input, signal }) => {
        const generation = new ScriptedGeneration(input)
        this.#byId.set(input.generationId, generation)
        this.#generations.add(generation)
        return generation.feed.read(signal)
      }),
      stop: procedure.stop.handler(async ({ input }) => {
        const generation = this.#byId.get(input.generationId)
        if (!generation) return
        generation.askToStop()
        await this.onStop(generation)
      }),
      prefill: procedure.prefill.handler(({ input }) => {
        this.#prefills.add(input)
        return { evaluatedTokens: 1 }
      }),
      calibrate: procedure.calibrate.handler(() => this.calibration),
      title: procedure.title.handler(async ({ input }) => {
        this.titles.push(input)
        return { title: await this.onTitle() }
      }),
    })
  }
}
