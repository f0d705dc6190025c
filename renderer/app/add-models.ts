import i18next from 'i18next'
import { backend } from './backend.ts'
import { failureSentence } from './failure-text.ts'
import { notify, notifyFailedCall, notifyFailure } from './notify.ts'
import { go, paths } from './routes.ts'

/** Adds model files by their absolute paths, in place, and says what came of it. */
export async function addModelFiles(filePaths: string[]): Promise<void> {
  if (filePaths.length === 0) return
  try {
    const results = await backend.models.add({ paths: filePaths })
    const added = results.flatMap((result) => (result.result === 'added' ? [result.model.name] : []))
    const failures = results.flatMap((result) => (result.result === 'refused' ? [result.failure] : []))
    sayAdded(added)
    const [first, ...others] = failures
    if (first && others.length === 0) notifyFailure(first)
    else if (first) sayRefused(failures.length, failureSentence(i18next.getFixedT(null, 'failures'), first).title)
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Lets the person choose model files in the system's dialog, and adds them. */
export async function chooseModelFiles(): Promise<void> {
  await addModelFiles(await window.hearth.chooseModelFiles())
}

function sayAdded(names: string[]): void {
  const [name] = names
  if (name === undefined) return
  const t = i18next.getFixedT(null, 'models')
  notify(names.length === 1 ? t('added.one', { name }) : t('added.many', { total: names.length }), {
    action: { label: t('added.show'), onClick: () => go(paths.models) },
  })
}

function sayRefused(total: number, first: string): void {
  notify(i18next.getFixedT(null, 'models')('refused', { total }), { description: first, duration: 10_000 })
}
