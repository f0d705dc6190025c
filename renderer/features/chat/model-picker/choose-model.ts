import { failureOfCall } from '@contract/client.ts'
import type { Model } from '@contract/model.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { changeConversation } from '../thread/actions.ts'
import { useThread } from '../thread/thread-store.ts'
import { byName } from '@renderer/app/text/by-name.ts'

/** What the chat that is shown chose; null: the default. */
function presentChoice(): string | null {
  const { conversation } = useThread.getState()
  return (conversation ? conversation.modelId : useNewChat.getState().settings.modelId) ?? null
}

/** Gives the chat that is shown another model and loads it. One that cannot be loaded says why, and the choice is as it was. */
export async function chooseModel(modelId: string): Promise<void> {
  const { conversationId } = useThread.getState()
  const before = presentChoice()
  await changeConversation(conversationId, { modelId })
  const { engine } = useEngine.getState()
  if (engine.phase === 'ready' && engine.modelId === modelId) return
  try {
    await backend.models.load({ modelId })
  } catch (error) {
    if (error instanceof ConnectionLost) return // which says nothing of the model
    if (failureOfCall(error).code !== 'MODEL_LOAD_CANCELLED') notifyFailedCall(error)
    const isShown = useThread.getState().conversationId === conversationId
    if (isShown && presentChoice() === modelId) await changeConversation(conversationId, { modelId: before })
  }
}

/** The models as the picker lists them: the last used first, those that cannot be used last, without what is not for chats. */
export function inPickingOrder(models: readonly Model[]): Model[] {
  return models
    .filter(({ failure }) => failure?.code !== 'MODEL_NOT_FOR_CHAT')
    .toSorted(
      (a, b) =>
        Number(a.failure !== null) - Number(b.failure !== null) ||
        (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0) ||
        byName(a, b),
    )
}
