import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../store/json.ts'
import { isGguf, type Finder, type Walk } from './walk.ts'

const settingsSchema = z.object({ downloadsFolder: z.string().refine((path) => isAbsolute(path)) })

/** `models/<publisher>/<repository>/<file>.gguf` in its home, or in the folder that its settings name. */
export const lmStudio: Finder = {
  application: 'LM Studio',
  find: async ({ lmStudio: places }, walk) => {
    const pointed = (await walk.text(places.homePointer))?.split('\n', 1)[0]?.trim() ?? ''
    const homes = [...(isAbsolute(pointed) ? [pointed] : []), ...places.homes]
    const settingsFiles = [...homes.map((home) => join(home, 'settings.json')), ...places.settingsFiles]
    const folders = new Set(homes.map((home) => join(home, 'models')))
    for (const file of settingsFiles) for (const folder of await downloadsFolder(file, walk)) folders.add(folder)
    const files: string[] = []
    for (const folder of folders) files.push(...(await walk.files(folder, 4, isGguf)))
    return files.map((path) => ({ path, name: null }))
  },
}

async function downloadsFolder(settingsFile: string, walk: Walk): Promise<string[]> {
  const settings = parseJson(settingsSchema, await walk.text(settingsFile))
  return settings ? [settings.downloadsFolder] : []
}
