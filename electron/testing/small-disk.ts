import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes that can be filled to its last byte. */
export interface SmallDisk {
  folder: string
  fill: () => void
  empty: () => void
  remove: () => Promise<void>
}

/** A real one, in memory. Only root can make one. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'hearth-test', folder], { stdio: 'pipe' })
  } catch (error) {
    const why =
      'This test fills a small disk of its own. It runs as root, but may not mount one: give it CAP_SYS_ADMIN.'
    throw new Error(why, { cause: error })
  }
  const filler = join(folder, 'filler')
  const fill = (): void => {
    const handle = openSync(filler, 'a')
    try {
      for (const size of [65_536, 4096, 1]) writeUntilFull(handle, Buffer.alloc(size))
    } finally {
      closeSync(handle)
    }
  }
  const remove = async (): Promise<void> => {
    execFileSync('umount', [folder])
    await rm(folder, { recursive: true })
  }
  return { folder, fill, empty: () => rmSync(filler, { force: true }), remove }
}

function writeUntilFull(handle: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(handle, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
