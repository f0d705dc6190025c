import type { Conversation } from '@contract/conversation.ts'
import type { Model } from '@contract/model.ts'
import { resolveSampling, type Sampling } from '@contract/sampling.ts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDefaultModel, useModel, useModels } from '@renderer/app/state/models.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useThread } from './thread-store.ts'

/** What a chat decides about its answers. */
export type Choices = Pick<Conversation, 'modelId' | 'systemPrompt' | 'sampling' | 'whenFull'>

const nothingChosen: Choices = { modelId: null, systemPrompt: null, sampling: {}, whenFull: 'drop-oldest' }

/** What was chosen for the chat that is shown, a new one included. */
export function useChoices(): Choices {
  const conversation = useThread((thread) => thread.conversation)
  const forNewChat = useNewChat(({ settings }) => settings)
  return useMemo(() => conversation ?? Object.assign({}, nothingChosen, forNewChat), [conversation, forNewChat])
}

/**
 * The model that the chat's next answer is written with. `model` is null where the library does not have it (any more); `name` is empty until
 * it is known, as what the chat chose is while it is being opened.
 */
export function useChatModel(): { modelId: string | null; model: Model | null; name: string } {
  const { t } = useTranslation('chat')
  const { modelId } = useChoices()
  const known = useModels(({ loaded }) => loaded)
  const chosen = useModel(modelId)
  const automatic = useDefaultModel()
  const lastName = useThread(
    ({ messages }) => messages.findLast(({ run }) => run !== null && run.modelId === modelId)?.run?.modelName,
  )
  const opening = useThread(({ status }) => status === 'opening')
  if (opening) return { modelId: null, model: null, name: '' }
  const model = modelId === null ? automatic : chosen
  const unknown = known && modelId !== null ? t('model.unknown') : ''
  return { modelId: model?.id ?? modelId, model, name: model?.name ?? (lastName || unknown) }
}

/** What is in force where the chat chose nothing. */
export function useAutomatic(): { sampling: Sampling; systemPrompt: string } {
  const { model } = useChatModel()
  const settings = useSettings((state) => state.settings)
  return useMemo(
    () => ({
      sampling: resolveSampling(model?.recommended.sampling, settings.sampling),
      systemPrompt: settings.systemPrompt ?? model?.recommended.systemPrompt ?? '',
    }),
    [model, settings],
  )
}
