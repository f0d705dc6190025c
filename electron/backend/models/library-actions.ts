import { constants } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { partsOf } from '../../child/model-parts.ts'
import { FailureError } from '../../contract/failure.ts'
import type { ChatFormatName, FolderTrouble } from '../../contract/model.ts'
import { freeBytes, hasCode } from '../disk.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import { readChatTemplate } from './gguf.ts'
import type { LibraryModel, ModelLibrary } from './library.ts'
import type { ModelLoader } from './loader.ts'

/** What the actions on the library's files stand on. */
export interface LibraryContext {
  library: ModelLibrary
  loader: Pick<ModelLoader, 'state'>
  facts: ModelFactsTable
  modelsFolder: () => string
  /** Moves a file to the system's trash. Rejects with an Error. */
  trash: (path: string) => Promise<void>
}

/** What a person does with the files of models. */
export class LibraryActions {
  readonly #context: LibraryContext

  constructor(context: LibraryContext) {
    this.#context = context
  }

  /** Another name for it; null: its own again. Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  rename(modelId: string, name: string | null): void {
    this.#context.library.rename(modelId, name)
  }

  /**
   * Moves all its files to the trash. Answers how many bytes come free when that is emptied. Throws MODEL_UNKNOWN, MODEL_IN_USE,
   * MODEL_NOT_OURS, MODEL_FILE_MISSING, TRASH_FAILED or STORAGE_FAILED.
   */
  async remove(modelId: string): Promise<{ freedBytes: number }> {
    const { library } = this.#context
    const model = library.get(modelId)
    if (!model) throw new FailureError({ code: 'MODEL_UNKNOWN', data: { modelId } })
    if (model.source === 'built-in' || model.source === 'adopted')
      throw new FailureError({ code: 'MODEL_NOT_OURS', data: { modelId } })
    this.#refuseInUse(modelId)
    const freedBytes = await this.#trashAll(model)
    library.removed(modelId)
    void library.scan()
    return { freedBytes }
  }

  /** The chat template in its file, and its publisher's. Throws MODEL_UNKNOWN, MODEL_FILE_MISSING, MODEL_FILE_CORRUPT. */
  async chatTemplate(modelId: string): Promise<{ own: string | null; publisher: string | null }> {
    const { path } = this.#context.library.usable(modelId)
    return { own: await readChatTemplate(path), publisher: this.#context.facts.publisherTemplate(modelId) }
  }

  /** Throws MODEL_UNKNOWN, STORAGE_FAILED. */
  setChatFormat(modelId: string, format: ChatFormatName): void {
    this.#context.library.setChatFormat(modelId, format)
  }

  /** What is free for the person where the models folder is, or is going to be. */
  async freeBytes(): Promise<number | null> {
    for (let folder = this.#context.modelsFolder(); ; folder = dirname(folder)) {
      const bytes = await freeBytes(folder)
      if (bytes !== null) return bytes
      if (dirname(folder) === folder) return null
    }
  }

  /** What keeps the models folder from being used; null: nothing. */
  async folderTrouble(): Promise<FolderTrouble | null> {
    return access(this.#context.modelsFolder(), constants.W_OK).then(
      () => null,
      (error: unknown) => (hasCode(error, 'ENOENT', 'ENOTDIR') ? 'missing' : 'read-only'),
    )
  }

  #refuseInUse(modelId: string): void {
    const { state } = this.#context.loader
    const isInUse = (state.phase === 'loading' || state.phase === 'ready') && state.modelId === modelId
    if (isInUse) throw new FailureError({ code: 'MODEL_IN_USE', data: { modelId } })
  }

  /** The last part first: as long as the first one is there, the model is still listed, with what it lacks. */
  async #trashAll({ path }: LibraryModel): Promise<number> {
    const files: { part: string; bytes: number }[] = []
    for (const part of partsOf(path)) {
      const stats = await lstat(part).catch(() => null)
      // A link is small, and what has another name stays on the disk.
      if (stats) files.push({ part, bytes: stats.isFile() && stats.nlink === 1 ? stats.size : 0 })
    }
    if (files.length === 0) throw new FailureError({ code: 'MODEL_FILE_MISSING', data: { path } })
    for (const { part } of files.toReversed()) await this.#trash(part)
    return files.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  async #trash(path: string): Promise<void> {
    try {
      await this.#context.trash(path)
    } catch (error) {
      void this.#context.library.scan()
      const detail = error instanceof Error ? error.message : String(error)
      throw new FailureError({ code: 'TRASH_FAILED', data: { path, detail } })
    }
  }
}
