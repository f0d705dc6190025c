import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { inodeOf } from '../../disk.ts'
import { hashOfFile, openRegular } from '../import/disk.ts'

/** A model whose content may be another one's, too. */
export interface Content {
  path: string
  sizeBytes: number
}

const sampleBytes = 64 * 1024
/** Where in a file it is looked at first: its beginning, which has the header, and places among the weights. */
const samplePlaces = [0, 0.25, 0.5, 0.75, 1]

interface Remembered {
  state: string
  hash: string
}

/** Tells which files have the same content: by size, then by samples, and only where these agree by all their bytes. */
export class ContentComparison {
  /** By path; what was hashed once is not read again while it stays as it is. */
  readonly #samples = new Map<string, Remembered>()
  readonly #wholes = new Map<string, Remembered>()

  /** A name for its content for each path: the same for the same content. Throws the reason of `signal`. */
  async identify(contents: readonly Content[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>()
    const inode = async (path: string): Promise<string> => inodeOf(await stat(path))
    const sample = (path: string): Promise<string> => remembered(this.#samples, path, () => sampleOf(path, signal))
    const whole = (path: string): Promise<string> => remembered(this.#wholes, path, () => hashOfFile(path, signal))
    for (const sameSize of groups(contents, new Map(contents.map(({ path, sizeBytes }) => [path, `${sizeBytes}`])))) {
      // The same file under several names needs no reading.
      const files = groups(sameSize, await named(sameSize, inode, signal))
      const distinct = files.flatMap(([first]) => (first ? [first] : []))
      const hashes = new Map<string, string>()
      for (const alike of groups(distinct, await named(distinct, sample, signal)))
        for (const [path, hash] of await named(alike, whole, signal)) hashes.set(path, hash)
      for (const [first, ...others] of files)
        for (const { path } of first ? [first, ...others] : []) names.set(path, hashes.get(first?.path ?? '') ?? path)
    }
    return names
  }
}

/** Names each by what `name` finds, so that those alike share a name. One that is alone, or cannot be read, goes by its path. */
async function named(
  contents: readonly Content[],
  name: (path: string) => Promise<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map(contents.map(({ path }) => [path, path]))
  if (contents.length < 2) return names
  for (const { path } of contents) {
    signal.throwIfAborted()
    names.set(path, await name(path).catch(() => path))
  }
  signal.throwIfAborted()
  return names
}

/** Those with the same name together, in their order. */
function groups(contents: readonly Content[], names: ReadonlyMap<string, string>): Content[][] {
  const byName = new Map<string, Content[]>()
  for (const content of contents) {
    const name = names.get(content.path) ?? content.path
    const group = byName.get(name)
    if (group) group.push(content)
    else byName.set(name, [content])
  }
  return [...byName.values()]
}

async function remembered(
  known: Map<string, Remembered>,
  path: string,
  compute: () => Promise<string>,
): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path)
  const state = `${size} ${mtimeMs} ${ino}`
  const before = known.get(path)
  if (before?.state === state) return before.hash
  const hash = await compute()
  known.set(path, { state, hash })
  return hash
}

async function sampleOf(path: string, signal: AbortSignal): Promise<string> {
  const file = await openRegular(path)
  try {
    const { size } = await file.stat()
    const hash = createHash('sha256')
    const sample = Buffer.allocUnsafe(sampleBytes)
    for (const place of samplePlaces) {
      signal.throwIfAborted()
      const at = Math.floor(Math.max(0, size - sampleBytes) * place)
      const { bytesRead } = await file.read(sample, 0, sampleBytes, at)
      hash.update(sample.subarray(0, bytesRead))
    }
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}
