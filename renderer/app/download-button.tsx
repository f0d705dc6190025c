import { Pause, Play, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { pauseDownload, resumeDownload } from './download-actions.ts'
import { actionOf } from './state/downloads.ts'

const buttons = {
  pause: { icon: Pause, label: 'pauseOf', act: pauseDownload },
  resume: { icon: Play, label: 'resumeOf', act: resumeDownload },
  retry: { icon: RotateCcw, label: 'retryOf', act: resumeDownload },
} as const

interface DownloadButtonProps {
  download: Download
  size?: 'small' | 'normal'
}

/** Stops a download, goes on with it or tries it again, whichever there is to do. */
export function DownloadButton({ download, size = 'normal' }: DownloadButtonProps) {
  const { t } = useTranslation('downloads')
  const action = actionOf(download)
  if (action === null) return null
  const { icon, label, act } = buttons[action]
  return (
    <IconButton icon={icon} size={size} label={t(label, { name: download.name })} onClick={() => void act(download)} />
  )
}
