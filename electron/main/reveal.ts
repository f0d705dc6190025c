import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'

/**
 * How the system's file manager shows what the page named; null: not at all. Opening a path runs it where it is a program (on macOS that
 * is a folder, too), so only the data folder and the models folder in it are opened, and all else is shown in the folder where it lies.
 */
export async function wayToReveal(path: string, dataFolder: string): Promise<'open' | 'show' | null> {
  if (!isAbsolute(path)) return null
  const [real, own] = await Promise.all([realpath(path).catch(() => null), realpath(dataFolder).catch(() => null)])
  if (real === null) return null
  const mayOpen = own !== null && [own, join(own, 'models')].includes(real)
  return mayOpen && (await stat(real)).isDirectory() ? 'open' : 'show'
}
