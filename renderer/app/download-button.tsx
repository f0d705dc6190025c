import { Pause, Play, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { pauseDownload, resumeDownload } from './download-actions.ts'
import { actionOf } from './state/downloads.ts'

interface DownloadButtonProps {
  download: Download
  size?: 'small' | 'normal'
}

/** Stops a download, goes on with it or tries it again, whichever there is to do. */
export function DownloadButton({ download, size = 'normal' }: DownloadButtonProps) {
  const { t } = useTranslation('downloads')
  const { name } = download
  switch (actionOf(download)) {
    case 'pause':
      return (
        <IconButton
          icon={Pause}
          size={size}
          label={t('pauseOf', { name })}
          onClick={() => void pauseDownload(download)}
        />
      )
    case 'resume':
      return (
        <IconButton
          icon={Play}
          size={size}
          label={t('resumeOf', { name })}
          onClick={() => void resumeDownload(download)}
        />
      )
    case 'retry':
      return (
        <IconButton
          icon={RotateCcw}
          size={size}
          label={t('retryOf', { name })}
          onClick={() => void resumeDownload(download)}
        />
      )
    case 'remedy':
    case null:
      return null
  }
}
