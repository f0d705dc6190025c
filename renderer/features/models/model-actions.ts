import i18next from 'i18next'
import { create } from 'zustand'
import { failureOfCall } from '@contract/client.ts'
import type { FailureCode } from '@contract/failure.ts'
import type { Model } from '@contract/model.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'
import { dismissNotice, notify, notifyFailedCall, notifyFailure } from '@renderer/app/notify.ts'
import { isAway } from '@renderer/app/state/models.ts'
import { updateSettings } from '@renderer/app/state/settings.ts'

/** The model that was chosen to be loaded; the engine may still have to finish an answer before it begins. */
export const useWaiting = create<{ modelId: string | null }>()(() => ({ modelId: null }))

/** What the row itself says: the engine's state carries it, or the person did it. */
const saidInRow: readonly FailureCode[] = [
  'MODEL_LOAD_CANCELLED',
  'MODEL_LOAD_FAILED',
  'MODEL_TOO_LARGE',
  'ENGINE_CRASHED',
  'ENGINE_UNSTABLE',
]

/** How long a forgotten model can be brought back with one click, ms. */
const undoMs = 10_000

/** Loads a model; its row shows how that goes. */
export async function loadModel(model: Model): Promise<void> {
  useWaiting.setState({ modelId: model.id })
  try {
    await backend.models.load({ modelId: model.id })
  } catch (error) {
    if (error instanceof ConnectionLost) return
    const failure = failureOfCall(error)
    if (!saidInRow.includes(failure.code)) notifyFailure(failure)
  } finally {
    useWaiting.setState(({ modelId }) => ({ modelId: modelId === model.id ? null : modelId }))
  }
}

/** Frees the memory of the model that is loaded, or gives up loading it. */
export async function unloadModel(): Promise<void> {
  await backend.models.unload().catch(notifyFailedCall)
}

/** New chats begin with this model from now on. */
export function makeDefault(model: Model): void {
  // The built-in one is what no choice means: a later version's is then the default again.
  void updateSettings({ defaultModelId: model.source === 'built-in' ? null : model.id })
}

/** Takes a model off the list, and offers to undo it where that can be done: what is away cannot be added. The file stays. */
export async function forgetModel(model: Model): Promise<void> {
  const t = i18next.getFixedT(null, 'models')
  const id = `forgotten:${model.id}`
  try {
    await backend.models.forget({ modelId: model.id })
    const title = t('forgotten.title', { name: model.name })
    if (isAway(model)) return notify(title)
    notify(title, {
      id,
      description: t('forgotten.kept'),
      duration: undoMs,
      action: { label: t('forgotten.undo'), onClick: () => void addAgain(model, id) },
    })
  } catch (error) {
    notifyFailedCall(error)
  }
}

async function addAgain(model: Model, noticeId: string): Promise<void> {
  dismissNotice(noticeId)
  try {
    const input = { paths: [model.path] }
    const results = await (model.source === 'adopted' ? backend.models.adopt(input) : backend.models.add(input))
    for (const result of results) if (result.result === 'refused') notifyFailure(result.failure)
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Gives a model another name; null: its own again. */
export async function renameModel(model: Model, name: string | null): Promise<void> {
  await backend.models.rename({ modelId: model.id, name }).catch(notifyFailedCall)
}

/** Moves all files of a model to the system's trash, and says what comes free. */
export async function removeModel(model: Model): Promise<void> {
  const t = i18next.getFixedT(null, 'models')
  try {
    const { freedBytes } = await backend.models.remove({ modelId: model.id })
    notify(t('remove.done', { name: model.name }), { description: t('remove.freed', { bytes: freedBytes }) })
  } catch (error) {
    notifyFailedCall(error)
  }
}
