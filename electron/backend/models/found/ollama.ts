import { basename, dirname, join, relative, sep } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../store/json.ts'
import type { Finder, FoundFile, Walk } from './walk.ts'

const maxLayers = 100
const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string() })).max(maxLayers),
})
const modelLayer = 'application/vnd.ollama.image.model'
/** It becomes a file's name, and so nothing else can be in it. */
const digestPattern = /^sha256[:-]([0-9a-f]{64})$/i
const manifestFolders = ['manifests', 'manifests-v2']

/** `manifests/<host>/<namespace>/<model>/<tag>` name their weights by checksum: `blobs/sha256-…`. */
export const ollama: Finder = {
  application: 'Ollama',
  find: async ({ ollama: stores }, walk) => {
    const files: FoundFile[] = []
    for (const store of stores)
      for (const folder of manifestFolders)
        for (const manifest of await walk.files(join(store, folder), 4, () => true))
          files.push(...(await weightsOf(manifest, join(store, folder), join(store, 'blobs'), walk)))
    return files
  },
}

async function weightsOf(manifest: string, manifests: string, blobs: string, walk: Walk): Promise<FoundFile[]> {
  const parsed = parseJson(manifestSchema, await walk.text(manifest))
  const layers = (parsed?.layers ?? []).filter(({ mediaType }) => mediaType === modelLayer)
  const [layer] = layers
  // A model of several layers of weights is one that only Ollama can put together.
  if (!layer || layers.length > 1) return []
  const digest = digestPattern.exec(layer.digest)?.[1]
  if (!digest) return []
  const path = join(blobs, `sha256-${digest.toLowerCase()}`)
  return (await walk.isFile(path)) ? [{ path, name: nameOf(relative(manifests, manifest)) }] : []
}

/** As Ollama itself calls it: what is usual is left out. */
function nameOf(manifest: string): string {
  const [host, namespace, ...rest] = dirname(manifest).split(sep)
  const model = [...(namespace === 'library' ? [] : [namespace]), ...rest]
  const path = host === 'registry.ollama.ai' ? model : [host, ...model]
  return `${path.join('/')}:${basename(manifest)}`
}
