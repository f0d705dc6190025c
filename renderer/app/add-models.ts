import i18next from 'i18next'
import { create } from 'zustand'
import { importWaySchema, type ImportWay } from '@contract/import.ts'
import { backend } from './backend.ts'
import { notify, notifyFailedCall, notifyFailure, notifyFailures } from './notify.ts'
import { go, paths } from './routes.ts'

const storageKey = 'import-way'

/** The model files that were chosen or dropped and about which the person is being asked; empty: none. */
export const useOfferedFiles = create<{ paths: readonly string[] }>()(() => ({ paths: [] }))

/** Asks what is to become of these files (absolute paths). */
export function offerModelFiles(filePaths: string[]): void {
  if (filePaths.length > 0) useOfferedFiles.setState({ paths: [...new Set(filePaths)] })
}

/** Does not add them after all. */
export function declineModelFiles(): void {
  useOfferedFiles.setState({ paths: [] })
}

/** What was chosen the last time. */
export function lastImportWay(): ImportWay {
  const kept = importWaySchema.safeParse(localStorage.getItem(storageKey))
  return kept.success ? kept.data : 'in-place'
}

/** Adds the offered files in this way, and remembers it. */
export async function acceptModelFiles(way: ImportWay): Promise<void> {
  const filePaths = [...useOfferedFiles.getState().paths]
  declineModelFiles()
  localStorage.setItem(storageKey, way)
  if (way === 'in-place') return addModelFiles(filePaths)
  try {
    await backend.models.import({ paths: filePaths, way })
    go(paths.models) // its row shows how far it is
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Adds model files by their absolute paths, in place, and says what came of it. */
async function addModelFiles(filePaths: string[]): Promise<void> {
  try {
    sayAdditions(await backend.models.add({ paths: filePaths }), 'added')
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** Uses models of other applications in place, and says what came of it. */
export async function adoptModels(filePaths: string[]): Promise<void> {
  try {
    sayAdditions(await backend.models.adopt({ paths: filePaths }), 'adopted')
  } catch (error) {
    notifyFailedCall(error)
  }
}

/** How a model came into the library: by a person's file, or as another application's. */
type Addition = 'added' | 'adopted'

function sayAdditions(results: Awaited<ReturnType<typeof backend.models.add>>, addition: Addition): void {
  const added = results.flatMap((result) => (result.result === 'added' ? [result.model.name] : []))
  const failures = results.flatMap((result) => (result.result === 'refused' ? [result.failure] : []))
  sayAdded(added, addition)
  const [first, ...others] = failures
  if (first && others.length === 0) notifyFailure(first)
  else if (first) notifyFailures(i18next.getFixedT(null, 'models')('refused', { total: failures.length }), first)
}

/** Lets the person choose model files in the system's dialog, and asks what is to become of them. */
export async function chooseModelFiles(): Promise<void> {
  offerModelFiles(await window.hearth.chooseModelFiles())
}

function sayAdded(names: string[], addition: Addition): void {
  const [name] = names
  if (name === undefined) return
  const t = i18next.getFixedT(null, 'models')
  notify(names.length === 1 ? t(`${addition}.one`, { name }) : t(`${addition}.many`, { total: names.length }), {
    action: { label: t('added.show'), onClick: () => go(paths.models) },
  })
}
