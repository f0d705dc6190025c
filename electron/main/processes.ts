import { MessageChannelMain, type MessagePortMain } from 'electron'
import { Breaker } from '../contract/breaker.ts'
import { toMainSchema, type BackendOptions, type ProcessEnd, type ToBackend, type ToMain } from '../contract/host.ts'
import type { BackendTrouble } from '../contract/shell.ts'
import type { HostedProcess, ProcessHost } from '../host/process-host.ts'
import { log } from './log.ts'
import { childEntry } from './paths.ts'
import type { ServiceRequest } from './services.ts'

/**
 * For a process that is there all the time and seldom has much to do: worth a tenth of its memory. Flags that change how code is compiled
 * (`--optimize-for-size`) have Node compile all of itself at its start, because what it comes with does not fit them.
 */
const smallHeap = ['--max-semi-space-size=1', '--v8-pool-size=1']

interface ProcessesEvents {
  /** The backend is there again: every page needs a new port. */
  onBackendRestarted(): void
  onBackendTrouble(trouble: BackendTrouble): void
  /** The backend asks for what only main can do. Never rejects. */
  onServiceAsked(request: ServiceRequest): Promise<ToBackend>
}

/**
 * Starts, pairs and restarts the backend and the engines. Carries none of their traffic: a page talks to the backend, and the
 * backend to its engines, over ports that are handed out here.
 */
export class Processes {
  readonly #host: ProcessHost
  readonly #options: BackendOptions
  readonly #events: ProcessesEvents
  readonly #breaker = new Breaker()
  readonly #engines = new Map<string, HostedProcess>()
  #backend: HostedProcess | null = null
  #trouble: BackendTrouble | null = null
  #shuttingDown = false
  #backendGone: Promise<void> = Promise.resolve()

  constructor(host: ProcessHost, options: BackendOptions, events: ProcessesEvents) {
    this.#host = host
    this.#options = options
    this.#events = events
  }

  /** Does nothing once the application is ending. */
  #startBackend(): void {
    if (this.#shuttingDown) return
    const backend = this.#host.start({
      name: 'backend',
      entry: childEntry('backend'),
      flags: smallHeap,
      args: [JSON.stringify(this.#options)],
      env: childEnvironment(),
    })
    this.#backend = backend
    this.#trouble = null
    backend.onOutput((text) => log.info(`backend: ${text.trimEnd()}`))
    backend.onMessage((message) => this.#handle(toMainSchema.parse(message)))
    this.#backendGone = new Promise((resolve) => {
      backend.onEnd((end) => {
        this.#backendEnded(end)
        resolve()
      })
    })
  }

  /**
   * A port to the backend for a page; null while there is no backend, whose trouble is then told again. The first page that asks has it
   * started: before that Chromium starts processes of its own, and where there are two processors, whatever is started beside
   * them has a person wait for the window.
   */
  pagePort(): MessagePortMain | null {
    if (!this.#backend && !this.#trouble) this.#startBackend()
    if (!this.#backend) {
      if (this.#trouble) this.#events.onBackendTrouble(this.#trouble)
      return null
    }
    const { port1, port2 } = new MessageChannelMain()
    this.#backend.givePort('page', port1)
    return port2
  }

  /** A person asked to try again after the restarts had stopped. */
  restartBackend(): void {
    if (this.#backend) return
    this.#breaker.reset()
    this.#startBackendAgain()
  }

  /** Lets the backend write everything down, and ends all children: within `graceMs`, whatever they do. */
  async shutDown(graceMs: number): Promise<void> {
    this.#shuttingDown = true
    this.#tellBackend({ type: 'shut-down' })
    const timer = setTimeout(() => this.#backend?.kill(), graceMs)
    await this.#backendGone
    clearTimeout(timer)
    this.#endEngines()
  }

  #startBackendAgain(): void {
    this.#startBackend()
    this.#events.onBackendRestarted()
  }

  #tellBackend(message: ToBackend): void {
    this.#backend?.send(message)
  }

  #handle(message: ToMain): void {
    switch (message.type) {
      case 'ready':
        log.info('backend: ready')
        return
      case 'cannot-start':
        this.#trouble = { type: 'stopped', kind: message.kind, detail: message.detail }
        this.#backend?.kill()
        return
      case 'start-engine':
        this.#startEngine(message.engineId)
        return
      case 'end-engine':
        this.#engines.get(message.engineId)?.kill()
        return
      case 'trash-file':
      case 'seal-secret':
      case 'open-secret':
      case 'choose-export-file':
        this.#serve(message)
        return
      default:
        message satisfies never
    }
  }

  /** The answer goes to the backend that asked: another one counts its requests anew. */
  #serve(request: ServiceRequest): void {
    const backend = this.#backend
    void this.#events.onServiceAsked(request).then((answer) => {
      if (this.#backend === backend) this.#tellBackend(answer)
    })
  }

  #startEngine(engineId: string): void {
    const engine = this.#host.start({
      name: 'engine',
      entry: childEntry('engine'),
      args: [],
      // One worker: llama.cpp's threads stay on their cores, which nearly doubles decoding on a small computer.
      env: { ...childEnvironment(), UV_THREADPOOL_SIZE: '1' },
    })
    this.#engines.set(engineId, engine)
    engine.onOutput((text) => log.info(`engine: ${text.trimEnd()}`))
    engine.onEnd((end) => {
      log.info(`engine: ended (${endText(end)})`)
      // One of a backend that is gone: the next one counts from the beginning again.
      if (this.#engines.get(engineId) !== engine) return
      this.#engines.delete(engineId)
      this.#tellBackend({ type: 'engine-ended', engineId, end })
    })
    const [backendEnd, engineEnd] = this.#host.channel()
    engine.givePort('backend', engineEnd)
    this.#backend?.givePort(`engine:${engineId}`, backendEnd)
  }

  #backendEnded(end: ProcessEnd): void {
    this.#backend = null
    this.#endEngines()
    this.#engines.clear()
    if (this.#shuttingDown) return
    log.error(`backend: ended (${endText(end)})`)
    if (this.#trouble) {
      this.#events.onBackendTrouble(this.#trouble)
    } else if (this.#breaker.crashed(Date.now())) {
      this.#events.onBackendTrouble({ type: 'restarting' })
      this.#startBackendAgain()
    } else {
      this.#trouble = { type: 'stopped', kind: 'crashed', detail: endText(end) }
      this.#events.onBackendTrouble(this.#trouble)
    }
  }

  #endEngines(): void {
    for (const engine of this.#engines.values()) engine.kill()
  }
}

function endText(end: ProcessEnd): string {
  return end.signal ?? `exit code ${end.exitCode ?? 'unknown'}`
}

/** This process's environment without what would change how a Node starts. */
function childEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'UV_THREADPOOL_SIZE'].includes(entry[0]),
  )
  return Object.fromEntries(kept)
}
