import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Levels of folders that are looked into, the folder itself included. */
export const maxDepth = 4
const maxFiles = 2000

/**
 * Paths of the `.gguf` files in a folder and its subfolders, four levels deep: regular files and links to them, nothing else.
 * null: the folder itself is not there. A subfolder that cannot be read is left out.
 */
export async function findModelFiles(folder: string): Promise<string[] | null> {
  const top = await entriesOf(folder)
  return top && (await collect(folder, top, 1)).slice(0, maxFiles)
}

async function entriesOf(folder: string): Promise<Dirent[] | null> {
  return readdir(folder, { withFileTypes: true }).catch(() => null)
}

async function collect(folder: string, entries: Dirent[], depth: number): Promise<string[]> {
  const files: string[] = []
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth < maxDepth)
      files.push(...(await collect(path, (await entriesOf(path)) ?? [], depth + 1)))
    else if (/\.gguf$/i.test(entry.name) && (await isFile(entry, path))) files.push(path)
  }
  return files
}

async function isFile(entry: Dirent, path: string): Promise<boolean> {
  if (entry.isFile()) return true
  if (!entry.isSymbolicLink()) return false
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}
