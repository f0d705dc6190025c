import type { ModelLibrary } from '../models/library.ts'
import { modelIdOf } from '../models/model-file.ts'
import type { Store } from '../store/database.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import type { Installer } from './ports.ts'

/** Installs models in the library. */
export function libraryInstaller(store: Store, library: ModelLibrary, facts: ModelFactsTable): Installer {
  return {
    arrives: (path, { repository, file, chatTemplate }) =>
      store.note(() => {
        facts.noteOrigin(modelIdOf(path), { repository, file })
        facts.notePublisherTemplate(modelIdOf(path), chatTemplate)
      }),
    arrived: async (path) => {
      await library.scan()
      // The models folder may be another one by now: it is used where it is.
      return library.get(modelIdOf(path))?.id ?? library.add(path)
    },
  }
}
