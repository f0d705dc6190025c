import { Play, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { resumeDownload } from './download-actions.ts'

/** Goes on with a download that stands still; where something went wrong, it tries again. */
export function ResumeDownloadButton({ download }: { download: Download }) {
  const { t } = useTranslation('downloads')
  const { name, failure } = download
  return (
    <IconButton
      icon={failure ? RotateCcw : Play}
      label={failure ? t('retryOf', { name }) : t('resumeOf', { name })}
      onClick={() => void resumeDownload(download)}
    />
  )
}
