import { EventQueue } from '../child/event-queue.ts'
import type { ApplicationEvent } from '../contract/backend.ts'

type Hello = Extract<ApplicationEvent, { type: 'hello' }>

/** Events about the same thing: a later one makes an earlier one that was not taken yet superfluous. */
function subjectOf(event: ApplicationEvent): string {
  switch (event.type) {
    case 'conversation-changed':
      return `conversation ${event.conversation.id}`
    case 'conversation-removed':
      return `conversation ${event.conversationId}`
    case 'hello':
    case 'trash-changed':
    case 'models-changed':
    case 'engine-changed':
    case 'settings-changed':
    case 'downloads-changed':
    case 'imports-changed':
    case 'network-changed':
    case 'storage-changed':
      return event.type
  }
}

function replaceSuperseded(waiting: ApplicationEvent[], event: ApplicationEvent): void {
  const subject = subjectOf(event)
  const superseded = waiting.findIndex((other) => subjectOf(other) === subject)
  if (superseded >= 0) waiting.splice(superseded, 1)
  waiting.push(event)
}

/** Tells every page what happens. */
export class Events {
  readonly #subscriptions = new Set<EventQueue<ApplicationEvent>>()

  publish(event: ApplicationEvent): void {
    for (const subscription of this.#subscriptions) subscription.push(event)
  }

  /** `hello` first, then what happens, until `signal`. `hello` is made at the moment of subscribing: nothing falls in between. */
  async *subscribe(hello: () => Hello, signal: AbortSignal | undefined): AsyncGenerator<ApplicationEvent, void, void> {
    const subscription = new EventQueue<ApplicationEvent>(replaceSuperseded)
    this.#subscriptions.add(subscription)
    try {
      yield hello()
      yield* subscription.read(signal)
    } finally {
      this.#subscriptions.delete(subscription)
    }
  }

  /** Ends every subscription. */
  close(): void {
    for (const subscription of this.#subscriptions) subscription.end()
  }
}
