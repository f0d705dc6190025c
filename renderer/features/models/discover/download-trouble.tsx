import clsx from 'clsx'
import { useTranslation } from 'react-i18next'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { downloadOf, useTransfers, waitsForConnections } from '@renderer/app/state/downloads.ts'

interface DownloadTroubleProps {
  repository: string
  /** Names the choice. */
  file: string
  className?: string
}

/** Why a download does not get on, in the place where it was started. That Offline is on stands above already. */
export function DownloadTrouble({ repository, file, className }: DownloadTroubleProps) {
  const { t } = useTranslation('failures')
  const download = useTransfers(({ downloads }) => downloadOf(downloads, repository, file))
  if (!download?.failure || waitsForConnections(download)) return null
  const { state, failure } = download
  return (
    <span
      className={clsx(
        'mt-0.5 block text-[12.5px] break-words',
        state === 'waiting' ? 'text-soft' : 'text-rust-text',
        className,
      )}
    >
      {failureSentence(t, failure).title}
    </span>
  )
}
