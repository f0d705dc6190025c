import type { Envelope } from './envelope.ts'
import type { Port } from './port.ts'

type MessageListener = (event: { data: unknown }) => void
type CloseListener = () => void

/** Keeps what arrives until `start`, then hands it to the listeners: the half that every in-process port shares. */
class Inbox {
  readonly #messageListeners: MessageListener[] = []
  readonly #closeListeners: CloseListener[] = []
  #waiting: unknown[] | null = []
  #closed = false
  /** The other end went away before this one was started. */
  #ended = false

  get closed(): boolean {
    return this.#closed
  }

  onMessage(listener: MessageListener): void {
    this.#messageListeners.push(listener)
  }

  onClose(listener: CloseListener): void {
    this.#closeListeners.push(listener)
  }

  deliver(data: unknown): void {
    if (this.#closed) return
    if (this.#waiting) this.#waiting.push(data)
    else for (const listener of this.#messageListeners) listener({ data })
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.deliver(data)
    if (this.#ended) this.close()
  }

  /** The other end is gone: told after all that it has said. */
  end(): void {
    if (this.#waiting) this.#ended = true
    else this.close()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closeListeners) listener()
  }
}

/** One end of a port that is carried over an IPC channel by number, or directly in the same process. */
export class VirtualPort implements Port {
  readonly #inbox = new Inbox()
  readonly #post: (data: unknown) => void
  readonly #postClose: () => void

  constructor(post: (data: unknown) => void, postClose: () => void) {
    this.#post = post
    this.#postClose = postClose
  }

  postMessage(data: unknown): void {
    if (!this.#inbox.closed) this.#post(data)
  }

  on(event: 'message', listener: MessageListener): void
  on(event: 'close', listener: CloseListener): void
  on(event: 'message' | 'close', listener: MessageListener & CloseListener): void {
    if (event === 'message') this.#inbox.onMessage(listener)
    else this.#inbox.onClose(listener)
  }

  start(): void {
    this.#inbox.start()
  }

  close(): void {
    if (this.#inbox.closed) return
    this.#postClose()
    this.#inbox.close()
  }

  /** Something arrived from the other end. */
  deliver(data: unknown): void {
    this.#inbox.deliver(data)
  }

  /** The other end is gone. */
  closedByPeer(): void {
    this.#inbox.end()
  }
}

/** Both ends of a channel within this process. Delivery is never synchronous, as with a real one. */
export function virtualChannel(): [VirtualPort, VirtualPort] {
  const first: VirtualPort = new VirtualPort(
    (data) => queueMicrotask(() => second.deliver(data)),
    () => queueMicrotask(() => second.closedByPeer()),
  )
  const second: VirtualPort = new VirtualPort(
    (data) => queueMicrotask(() => first.deliver(data)),
    () => queueMicrotask(() => first.closedByPeer()),
  )
  return [first, second]
}

/** The ports of one IPC channel, by number: the same bookkeeping at both of its ends. */
export class PortTable {
  readonly #ports = new Map<number, VirtualPort>()
  readonly #send: (envelope: Envelope) => void

  constructor(send: (envelope: Envelope) => void) {
    this.#send = send
  }

  open(portId: number): VirtualPort {
    const port = new VirtualPort(
      (data) => this.#send({ kind: 'port-data', portId, data }),
      () => {
        this.#ports.delete(portId)
        this.#send({ kind: 'port-closed', portId })
      },
    )
    this.#ports.set(portId, port)
    return port
  }

  /** Handles the envelopes that belong to a port. */
  receive(envelope: Extract<Envelope, { kind: 'port-data' | 'port-closed' }>): void {
    const port = this.#ports.get(envelope.portId)
    if (envelope.kind === 'port-data') {
      port?.deliver(envelope.data)
    } else {
      this.#ports.delete(envelope.portId)
      port?.closedByPeer()
    }
  }

  /** The channel itself is gone. */
  closeAll(): void {
    const ports = [...this.#ports.values()]
    this.#ports.clear()
    for (const port of ports) port.closedByPeer()
  }
}
