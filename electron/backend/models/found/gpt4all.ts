import { isAbsolute } from 'node:path'
import { isGguf, type Finder } from './walk.ts'

/** `<file>.gguf` in its folder, or in the one that its settings name. */
export const gpt4All: Finder = {
  application: 'GPT4All',
  find: async ({ gpt4All: places }, walk) => {
    const folders = new Set(places.modelsFolders)
    for (const file of places.settingsFiles) {
      const folder = /^modelPath=(.*)$/m.exec((await walk.text(file)) ?? '')?.[1]?.trim() ?? ''
      if (isAbsolute(folder)) folders.add(folder)
    }
    const files: string[] = []
    for (const folder of folders) files.push(...(await walk.files(folder, 2, isGguf)))
    return files.map((path) => ({ path, name: null }))
  },
}
