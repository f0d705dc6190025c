import type { Download } from '../../contract/download.ts'
import type { StoredDownload } from '../store/downloads.ts'
import { receivedBytes, sizeBytes } from './job.ts'
import type { Status } from './machine.ts'
import { standingStill, type TransferSpeed } from '../transfer-speed.ts'

/** A download as the page sees it, at the moment `now`. Its speed counts while it runs. */
export function downloadView(
  download: StoredDownload,
  status: Status,
  { speed, now }: { speed: TransferSpeed; now: number },
): Download {
  const [size, received] = [sizeBytes(download), receivedBytes(download)]
  return {
    id: download.id,
    repository: download.repository,
    revision: download.revision,
    file: download.file,
    name: download.name,
    quantization: download.quantization,
    fileCount: download.files.length,
    sizeBytes: size,
    receivedBytes: received,
    state: status.state,
    failure: 'failure' in status ? status.failure : null,
    retryAt: status.state === 'waiting' ? status.retryAt : null,
    ...(status.state === 'running' ? speed.pace(size - received, now) : standingStill),
    hasChecksums: download.files.every(({ sha256 }) => sha256 !== null),
    modelId: status.state === 'done' ? status.modelId : null,
    addedAt: download.addedAt,
  }
}
