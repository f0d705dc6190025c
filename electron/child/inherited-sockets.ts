import { closeSync, fstatSync, readdirSync } from 'node:fs'

/** Where the system lists the files that this process has open, by number. */
const openFiles = '/dev/fd'

/**
 * Closes the sockets that a plain Node process inherited from main. Chromium leaves its own open for whatever is started beside its
 * processes; as long as a second process holds one, main does not notice that the first is gone, and waits for it for ever. To be called
 * first: `ownFds`, from 0, are this process's; it has opened no socket yet.
 */
export function closeInheritedSockets(ownFds: number): void {
  if (process.platform === 'win32') return // nothing is inherited there
  for (const fd of readdirSync(openFiles).map(Number)) if (fd >= ownFds && isSocket(fd)) closeSync(fd)
}

/** The folder's own number is in the list, and closed by now. */
function isSocket(fd: number): boolean {
  try {
    return fstatSync(fd).isSocket()
  } catch {
    return false
  }
}
