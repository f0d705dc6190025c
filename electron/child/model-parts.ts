import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { splitName } from '../contract/split-name.ts'

/** The file to open for a model: of one that is split, the first part. */
export function firstPartOf(path: string): string {
  const [, stem, , count] = splitName.exec(basename(path)) ?? []
  return stem && count ? join(dirname(path), `${stem}-00001-of-${count}.gguf`) : path
}

/** All files of a model, the given first one included. */
export function partsOf(path: string): string[] {
  const [, stem, , count] = splitName.exec(basename(path)) ?? []
  if (!stem || !count || Number(count) < 1 || Number(count) > 1000) return [path]
  const name = (index: number): string => `${stem}-${String(index + 1).padStart(5, '0')}-of-${count}.gguf`
  return Array.from({ length: Number(count) }, (_, index) => join(dirname(path), name(index)))
}

/** Bytes that all files of a model have together; one that is not there has none. */
export async function wholeSize(path: string): Promise<number> {
  const sizes = await Promise.all(
    partsOf(path).map((part) =>
      stat(part).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
