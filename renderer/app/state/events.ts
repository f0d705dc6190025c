import type { ApplicationEvent } from '@contract/backend.ts'
import { backend, ConnectionLost, onConnected } from '../backend.ts'
import { notifyFailedCall } from '../notify.ts'
import { dropConversation, putConversationSoon, setConversations } from './conversations.ts'
import { setTransfers } from './downloads.ts'
import { setEngine } from './engine.ts'
import { readModels } from './models.ts'
import { setNetwork } from './network.ts'
import { setSettings } from './settings.ts'
import { setWritable } from './storage.ts'

const listeners = new Set<(event: ApplicationEvent) => void>()

/** Calls the listener with every event, after the shared state has taken it in. Answers how to take it back. */
export function onApplicationEvent(listener: (event: ApplicationEvent) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function apply(event: ApplicationEvent): void {
  switch (event.type) {
    case 'hello':
      setEngine(event.engine)
      setSettings(event.settings)
      setTransfers({ downloads: event.downloads, imports: event.imports })
      setNetwork(event.network)
      setWritable(event.writable)
      break
    case 'conversation-changed':
      putConversationSoon(event.conversation)
      break
    case 'conversation-removed':
      dropConversation(event.conversationId)
      break
    case 'trash-changed':
      break // read where it is shown
    case 'models-changed':
      void readModels()
      break
    case 'engine-changed':
      setEngine(event.engine)
      break
    case 'settings-changed':
      setSettings(event.settings)
      break
    case 'downloads-changed':
      setTransfers({ downloads: event.downloads })
      break
    case 'imports-changed':
      setTransfers({ imports: event.imports })
      break
    case 'network-changed':
      setNetwork(event.network)
      break
    case 'storage-changed':
      setWritable(event.writable)
      break
  }
}

/** Reads the list of conversations; what happened to one of them meanwhile is newer than the answer and is applied again. */
async function readConversations(missed: ApplicationEvent[]): Promise<void> {
  setConversations(await backend.conversations.list())
  for (const event of missed.splice(0)) apply(event)
}

async function follow(): Promise<void> {
  const events = await backend.events()
  let reading = true
  const missed: ApplicationEvent[] = []
  void readModels()
  readConversations(missed)
    .catch(notifyFailedCall)
    .finally(() => {
      reading = false
    })
  for await (const event of events) {
    apply(event)
    for (const listener of listeners) listener(event)
    const ofConversation = event.type === 'conversation-changed' || event.type === 'conversation-removed'
    if (reading && ofConversation) missed.push(event)
  }
}

/** Keeps all shared state true: reads it and follows the backend's events, again at each new connection. Once. */
export function followBackend(): void {
  onConnected(() => {
    follow().catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) notifyFailedCall(error)
    })
  })
}
