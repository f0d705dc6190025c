import type { Download } from '@contract/download.ts'
import { backend } from './backend.ts'
import { notifyFailedCall } from './notify.ts'

/** Queues a file of a repository with all its parts. Its row and its place show how that goes. */
export async function startDownload(repository: string, file: string): Promise<void> {
  await backend.downloads.start({ repository, file }).catch(notifyFailedCall)
}

/** Stops it where it is. */
export async function pauseDownload({ id }: Download): Promise<void> {
  await backend.downloads.pause({ downloadId: id }).catch(notifyFailedCall)
}

/** Goes on with it, or tries again. */
export async function resumeDownload({ id }: Download): Promise<void> {
  await backend.downloads.resume({ downloadId: id }).catch(notifyFailedCall)
}

/** Ends it and removes what has arrived; of one that has ended, takes the row away. */
export async function cancelDownload({ id }: Download): Promise<void> {
  await backend.downloads.cancel({ downloadId: id }).catch(notifyFailedCall)
}

/** Puts it at this place of the list. */
export async function moveDownload({ id }: Download, position: number): Promise<void> {
  await backend.downloads.move({ downloadId: id, position }).catch(notifyFailedCall)
}
