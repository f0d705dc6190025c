import { isEnvelope, type Envelope } from '../contract/envelope.ts'
import { PortTable } from '../contract/ipc-port.ts'
import type { Port } from '../contract/port.ts'
import { closeInheritedSockets } from './inherited-sockets.ts'

/** A child process's line to main, the same whether it is a utility process or a plain Node one. */
export interface MainLink {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** A port was handed over: a page's, or another process's. Whoever takes it starts it. */
  onPort(listener: (name: string, port: Port) => void): void
  /** Main is gone. */
  onClose(listener: () => void): void
}

/** What Electron's utility process has instead of `process.send`. Declared here, because children never import Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): void
}

function parentPortOf(holder: object): ParentPort | null {
  const isParentPort = (value: unknown): value is ParentPort =>
    typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
  return 'parentPort' in holder && isParentPort(holder.parentPort) ? holder.parentPort : null
}

/** Connects to main by whatever way this process was started. Throws when it was started by hand. */
export function connectToMain(): MainLink {
  const parentPort = parentPortOf(process)
  if (parentPort) return utilityLink(parentPort)
  if (process.send) return ipcLink()
  throw new Error('This is a child process of Hearth and does nothing by itself.')
}

/** Gives this process its name in the system's process list: a plain Node reads the flag by itself, a utility process does not. */
function takeTitle(): void {
  const flag = '--title='
  const given = process.execArgv.find((argument) => argument.startsWith(flag))
  if (given) process.title = given.slice(flag.length)
}

function utilityLink(parentPort: ParentPort): MainLink {
  takeTitle()
  return {
    send: (message) => parentPort.postMessage({ kind: 'message', message } satisfies Envelope),
    onMessage: (listener) =>
      parentPort.on('message', ({ data }) => {
        if (isEnvelope(data) && data.kind === 'message') listener(data.message)
      }),
    onPort: (listener) =>
      parentPort.on('message', ({ data, ports: [port] }) => {
        if (isEnvelope(data) && data.kind === 'port' && port) listener(data.name, port)
      }),
    // A utility process is ended together with main.
    onClose: () => undefined,
  }
}

/** Standard input, output and error, and the line to main: what `host/node-host.ts` gives a child. */
const givenFds = 4

function ipcLink(): MainLink {
  closeInheritedSockets(givenFds)
  const send = (envelope: Envelope): void => {
    if (process.connected) process.send?.(envelope)
  }
  const ports = new PortTable(send)
  const messageListeners: ((message: unknown) => void)[] = []
  const portListeners: ((name: string, port: Port) => void)[] = []
  process.on('message', (envelope: unknown) => {
    if (!isEnvelope(envelope)) return
    if (envelope.kind === 'message') {
      for (const listener of messageListeners) listener(envelope.message)
    } else if (envelope.kind === 'port') {
      const port = ports.open(envelope.portId)
      for (const listener of portListeners) listener(envelope.name, port)
    } else {
      ports.receive(envelope)
    }
  })
  process.on('disconnect', () => ports.closeAll())
  return {
    send: (message) => send({ kind: 'message', message }),
    onMessage: (listener) => messageListeners.push(listener),
    onPort: (listener) => portListeners.push(listener),
    onClose: (listener) => process.on('disconnect', listener),
  }
}
