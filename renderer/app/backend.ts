import { createORPCClient, DynamicLink, type ClientContext } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { BackendClient } from '@contract/client.ts'
import { portMessage } from '@contract/page-port.ts'
import type { BackendTrouble } from '@contract/shell.ts'
import { create } from 'zustand'

/** Why the backend is not running and will not be until a person asks for it. */
export type StoppedTrouble = Extract<BackendTrouble, { type: 'stopped' }>

interface Connection {
  /** `connecting` until the backend answers for the first time; `restarting` until it does again after a lost port; `stopped` when it will not. */
  status: 'connecting' | 'connected' | 'restarting' | 'stopped'
  /** Set while `stopped`. */
  trouble: StoppedTrouble | null
}

/** How the page stands with the backend. */
export const useConnection = create<Connection>()(() => ({ status: 'connecting', trouble: null }))

/** What a call ends with when the backend went away under it; the page says so itself, no toast is needed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** One port's worth of connection. */
interface Line {
  port: MessagePort
  link: RPCLink<ClientContext>
  lost: AbortController
}

let current: Line | null = null
let next = Promise.withResolvers<Line>()
next.promise.catch(() => undefined)
const connectedListeners = new Set<() => void>()

function connect(port: MessagePort): void {
  drop()
  const line: Line = { port, link: new RPCLink({ port: withoutEnd(port) }), lost: new AbortController() }
  current = line
  port.addEventListener('close', () => {
    if (current === line) lose()
  })
  // Main hands out the port before the backend can answer: it may have a whole database to look through first.
  port.addEventListener('message', () => current === line && useConnection.setState({ status: 'connected' }), {
    once: true,
  })
  port.start()
  next.resolve(line)
  useConnection.setState(({ status }) => ({ status: status === 'stopped' ? 'connecting' : status, trouble: null }))
  for (const listener of connectedListeners) listener()
}

/** The port as the link sees it: that it closed, calls learn by their signal, which says it is a lost connection. */
function withoutEnd(port: MessagePort): Pick<MessagePort, 'addEventListener' | 'postMessage'> {
  return {
    postMessage: port.postMessage.bind(port),
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      if (type !== 'close') port.addEventListener(type, listener)
    },
  }
}

/** Ends every call on the present line; later ones wait for the next. */
function drop(): void {
  if (!current) return
  const { port, lost } = current
  current = null
  next = Promise.withResolvers<Line>()
  next.promise.catch(() => undefined)
  lost.abort(new ConnectionLost())
  port.close()
}

function lose(): void {
  drop()
  if (useConnection.getState().status !== 'stopped') useConnection.setState({ status: 'restarting' })
}

function onTrouble(trouble: BackendTrouble): void {
  if (trouble.type === 'restarting') {
    lose()
    return
  }
  drop()
  next.reject(new ConnectionLost())
  useConnection.setState({ status: 'stopped', trouble })
}

/** Tries again after `stopped`. */
export async function restartBackend(): Promise<void> {
  next = Promise.withResolvers<Line>()
  next.promise.catch(() => undefined)
  useConnection.setState({ status: 'connecting', trouble: null })
  await window.hearth.restartBackend()
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}

async function lineFor(signal: AbortSignal | undefined): Promise<Line> {
  if (current) return current
  signal?.throwIfAborted()
  return signal ? Promise.race([next.promise, aborted(signal)]) : next.promise
}

/**
 * The backend, over whichever port is current: calls made before there is one wait for it. A call (or stream) whose port is lost
 * ends with ConnectionLost, also while `stopped`.
 */
export const backend: BackendClient = createORPCClient(
  new DynamicLink<ClientContext>(async (options) => {
    const line = await lineFor(options.signal)
    return {
      call: (path, input, callOptions) => {
        const signals = [line.lost.signal, ...(callOptions.signal ? [callOptions.signal] : [])]
        return line.link.call(path, input, { ...callOptions, signal: AbortSignal.any(signals) })
      },
    }
  }),
)

/** Calls the listener at each new port, at once if there is one: the moment to read again what may have changed. */
export function onConnected(listener: () => void): () => void {
  connectedListeners.add(listener)
  if (current) listener()
  return () => connectedListeners.delete(listener)
}

async function connected(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = onConnected(resolve)
  await promise
  stop()
}

/** What a call answers, which is made again at the next port where the connection was lost under it, unless `signal` has given it up. */
export async function acrossConnections<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error
  }
  await connected()
  signal?.throwIfAborted()
  return acrossConnections(call, signal)
}

/** Starts listening for ports and asks for the first one. Once, at the page's start. */
export function openConnection(): void {
  window.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.source === window && event.data === portMessage && port) connect(port)
  })
  window.hearth.onBackendTrouble(onTrouble)
  window.hearth.requestPort()
}
