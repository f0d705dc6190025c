import { useTranslation } from 'react-i18next'
import { isUnderWay, useTransfers } from '@renderer/app/state/downloads.ts'
import { DownloadRow } from './download-row.tsx'
import { ImportRow } from './import-row.tsx'

/** What is on its way into the library, above it. Nothing while nothing is. */
export function TransferList() {
  const { t } = useTranslation('downloads')
  const { downloads, imports } = useTransfers()
  if (downloads.length + imports.length === 0) return null
  // Only what has yet to arrive has an order that matters.
  const movable = downloads.flatMap((download, index) =>
    isUnderWay(download) || download.state === 'paused' ? [index] : [],
  )
  const beside = (index: number, step: -1 | 1): number | null => movable[movable.indexOf(index) + step] ?? null
  return (
    <ul
      aria-label={t('list')}
      className="mb-4 rounded-card border border-line bg-raised *:border-t *:border-line *:first:border-t-0"
    >
      {downloads.map((download, index) => (
        <DownloadRow
          key={download.id}
          download={download}
          above={movable.includes(index) ? beside(index, -1) : null}
          below={movable.includes(index) ? beside(index, 1) : null}
        />
      ))}
      {imports.map((each) => (
        <ImportRow key={each.id} running={each} />
      ))}
    </ul>
  )
}
