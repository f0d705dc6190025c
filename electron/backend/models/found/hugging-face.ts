import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isGguf, type Finder, type FoundFile } from './walk.ts'

/** `models--<owner>--<name>/snapshots/<revision>/…` with links into `blobs`, or the files themselves where there are no links. */
export const huggingFace: Finder = {
  application: 'Hugging Face',
  find: async ({ huggingFace: caches }, walk) => {
    const files: FoundFile[] = []
    for (const cache of caches)
      for (const repository of await walk.folders(cache))
        if (repository.startsWith('models--'))
          for (const path of await walk.files(join(cache, repository, 'snapshots'), 5, isGguf))
            if (await isWithin(cache, path)) files.push({ path, name: null })
    return files
  },
}

/** A link that leads out of the cache was not made by it. */
async function isWithin(cache: string, path: string): Promise<boolean> {
  const [home, target] = await Promise.all([realpath(cache), realpath(path)]).catch(() => ['', ''])
  return home !== '' && target.startsWith(home + sep)
}
