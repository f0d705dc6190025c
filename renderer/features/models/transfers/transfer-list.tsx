import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { hasEnded, useTransfers, waitsForConnections } from '@renderer/app/state/downloads.ts'
import { useKeptFocus } from '@renderer/ui/use-kept-focus.ts'
import { OfflineNote } from '../discover/offline-note.tsx'
import { DownloadRow } from './download-row.tsx'
import { ImportRow } from './import-row.tsx'

interface Place {
  download: Download
  /** Places in the backend's list that it can be moved to; null: none. */
  above: number | null
  below: number | null
}

/** What has yet to arrive, in its order, with where each can be moved. */
export function placesOf(downloads: readonly Download[]): Place[] {
  const coming = downloads.filter((download) => !hasEnded(download))
  const placeOf = (download: Download | undefined): number | null => (download ? downloads.indexOf(download) : null)
  return coming.map((download, index) => ({
    download,
    above: placeOf(coming[index - 1]),
    below: placeOf(coming[index + 1]),
  }))
}

/** What is on its way into the library, above it; what has ended comes last. Nothing while nothing is. */
export function TransferList() {
  const { t } = useTranslation('downloads')
  const { downloads, imports } = useTransfers()
  const focus = useKeptFocus<HTMLDivElement>()
  return (
    <div {...focus}>
      {downloads.some(waitsForConnections) && <OfflineNote />}
      {downloads.length + imports.length > 0 && (
        <ul
          aria-label={t('list')}
          className="mb-4 rounded-card border border-line bg-raised *:border-t *:border-line *:first:border-t-0"
        >
          {/* One list of children: a row that is tried again, or ends, stays the same. */}
          {[
            ...placesOf(downloads).map((place) => <DownloadRow key={place.download.id} {...place} />),
            ...imports.map((each) => <ImportRow key={each.id} shown={each} />),
            ...downloads
              .filter(hasEnded)
              .map((download) => <DownloadRow key={download.id} download={download} above={null} below={null} />),
          ]}
        </ul>
      )}
    </div>
  )
}
