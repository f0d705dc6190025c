import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../store/json.ts'
import { isGguf, type Finder, type FoundFile, type Walk } from './walk.ts'

const settingsSchema = z.object({ data_folder: z.string().refine((path) => isAbsolute(path)) })
const maxName = 120

/**
 * `llamacpp/models/<id>/model.yml` in its data folder says where the weights are, from there on; older versions kept
 * `models/<id>/<file>.gguf`.
 */
export const jan: Finder = {
  application: 'Jan',
  find: async ({ jan: places }, walk) => {
    const dataFolders = new Set(places.dataFolders)
    for (const file of places.settingsFiles) {
      const settings = parseJson(settingsSchema, await walk.text(file))
      if (settings) dataFolders.add(settings.data_folder)
    }
    const described: FoundFile[] = []
    for (const folder of dataFolders) described.push(...(await describedIn(folder, walk)))
    const old = [...places.modelsFolders, ...[...dataFolders].map((folder) => join(folder, 'models'))]
    const files: string[] = []
    for (const folder of old) files.push(...(await walk.files(folder, 4, isGguf)))
    return [...described, ...files.map((path) => ({ path, name: null }))]
  },
}

async function describedIn(dataFolder: string, walk: Walk): Promise<FoundFile[]> {
  const models = join(dataFolder, 'llamacpp', 'models')
  const found: FoundFile[] = []
  for (const file of await walk.files(models, 6, (name) => name === 'model.yml')) {
    const text = (await walk.text(file)) ?? ''
    const path = pathOf(valueOf(text, 'model_path'), dataFolder)
    const name = valueOf(text, 'name') ?? relative(models, dirname(file))
    if (path && (await walk.isFile(path))) found.push({ path, name: name.slice(0, maxName) })
  }
  return found
}

/** The weights' path; null for one that leads out of Jan's own folder. */
function pathOf(value: string | null, dataFolder: string): string | null {
  if (value === null || value.includes('\0')) return null
  const path = resolve(dataFolder, value)
  return path.startsWith(resolve(dataFolder) + sep) ? path : null
}

/** A text of the topmost level of a YAML file, plain or quoted; Jan writes no others there. */
function valueOf(yaml: string, key: string): string | null {
  const line = yaml.split(/\r?\n/).find((candidate) => candidate.startsWith(`${key}:`))
  const value = line?.slice(key.length + 1).trim() ?? ''
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return (quoted?.[2] ?? value) || null
}
