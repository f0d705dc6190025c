import { Play, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { resumeDownload } from './download-actions.ts'
import { waitsForConnections } from './state/downloads.ts'

/** Goes on with a download that stands still with what is there; what failed, or will by itself, is tried again. Nothing while offline. */
export function ResumeDownloadButton({ download }: { download: Download }) {
  const { t } = useTranslation('downloads')
  if (waitsForConnections(download)) return null
  const { name, state } = download
  return (
    <IconButton
      icon={state === 'paused' ? Play : RotateCcw}
      label={state === 'paused' ? t('resumeOf', { name }) : t('retryOf', { name })}
      onClick={() => void resumeDownload(download)}
    />
  )
}
