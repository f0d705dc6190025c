import { useEffect, useState } from 'react'
import { limits } from '@contract/limits.ts'
import { backend } from '@renderer/app/backend.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { isReady, useThread } from '../thread/thread-store.ts'

/** While somebody types, the model reads along this often (ms). */
const alongMs = 150
/** What did not change is asked for again after this long (ms): the model may have been unloaded meanwhile. */
const againAfterMs = 20_000

/** Has the backend get ready for what is being typed. */
class Preparation {
  readonly #text: () => string
  #last = { of: '', at: -Infinity }
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(text: () => string) {
    this.#text = text
  }

  /** To be called at each key. The first one begins at once. */
  readonly changed = (): void => {
    this.#timer ??= setTimeout(() => this.#prepare(), Math.max(0, this.#last.at + alongMs - performance.now()))
  }

  /** Nothing more is to be read along. */
  readonly stop = (): void => {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #prepare(): void {
    this.#timer = null
    const present = useThread.getState()
    const { conversationId, messages, live } = present
    if (live || !isReady(present)) return
    const leafId = messages.at(-1)?.id ?? null
    const { settings } = useNewChat.getState()
    const typed = this.#text().trimStart()
    const text = typed.length <= limits.prepared ? typed : ''
    const of = JSON.stringify([conversationId, leafId, conversationId === null && settings, text])
    const at = performance.now()
    if (of === this.#last.of && at - this.#last.at < againAfterMs) return
    this.#last = { of, at }
    // What cannot be prepared is said when it is sent.
    backend.chat.prepare({ conversationId, leafId, settings, text }).catch(() => undefined)
  }
}

/** The backend gets the model ready, and has it read along, while the person still types. Must be told of each key, and when it is sent. */
export function usePreparation(text: () => string): Pick<Preparation, 'changed' | 'stop'> {
  const [preparation] = useState(() => new Preparation(text))
  useEffect(() => preparation.stop, [preparation])
  return preparation
}
