import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import type { FailureCode } from '@contract/failure.ts'
import { chatWith } from '@renderer/app/chat-with.ts'
import { cancelDownload, moveDownload } from '@renderer/app/download-actions.ts'
import { DownloadButton } from '@renderer/app/download-button.tsx'
import { useDownloadFacts } from '@renderer/app/download-text.ts'
import { FailureRemedies } from '@renderer/app/failure-remedy.tsx'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { hasEnded, isMoving, progressOf, waitsForConnections } from '@renderer/app/state/downloads.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'

interface DownloadRowProps {
  download: Download
  /** Places in the list that it can be moved to; null: none. */
  above: number | null
  below: number | null
}

/** A model on its way: how far, how fast, how long yet, and what can be done about it. */
export function DownloadRow({ download, above, below }: DownloadRowProps) {
  const { t } = useTranslation('downloads')
  const facts = useDownloadFacts(download)
  const { name, quantization } = download
  const ended = hasEnded(download)
  return (
    <li className="px-4 py-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1 text-sm text-soft tabular-nums">
          <strong className="text-[14.5px] font-[550] break-words text-text">{name}</strong>{' '}
          <FactLine facts={[quantization, ...facts]} />
        </p>
        <div className="flex items-center gap-1">
          {above !== null && (
            <IconButton icon={ArrowUp} label={t('up', { name })} onClick={() => void moveDownload(download, above)} />
          )}
          {below !== null && (
            <IconButton
              icon={ArrowDown}
              label={t('down', { name })}
              onClick={() => void moveDownload(download, below)}
            />
          )}
          <MainButton download={download} />
          <IconButton
            icon={X}
            label={ended ? t('dismissOf', { name }) : t('cancelOf', { name })}
            onClick={() => void cancelDownload(download)}
          />
        </div>
      </div>
      {!ended && (
        <div className="mt-1.5">
          <ProgressBar label={t('progressOf', { name })} progress={progressOf(download)} still={!isMoving(download)} />
        </div>
      )}
      {!waitsForConnections(download) && <Trouble download={download} />}
    </li>
  )
}

function MainButton({ download }: { download: Download }) {
  const { t } = useTranslation('downloads')
  const { name, modelId } = download
  if (modelId !== null)
    return (
      <Button aria-label={t('chatOf', { name })} onClick={() => chatWith(modelId)}>
        {t('chat')}
      </Button>
    )
  return <DownloadButton download={download} />
}

/** Of these it is said that what has arrived was kept. */
const keepingArrived: readonly FailureCode[] = ['CONNECTION_FAILED', 'CONNECTION_STALLED', 'HOST_REFUSED', 'DISK_FULL']

/** What went wrong, what was kept, what to do. One that waits goes on by itself. */
function Trouble({ download: { failure, state, receivedBytes } }: { download: Download }) {
  const { t } = useTranslation('failures')
  const { sentences, sentenceGap } = useFormats()
  if (!failure) return null
  const { title, kept, next } = failureSentence(t, failure)
  const calm = state === 'waiting'
  const nothingKept = receivedBytes === 0 && keepingArrived.includes(failure.code)
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-[12.5px] text-soft select-text">
      <p className="min-w-0 flex-1 basis-80 text-pretty break-words">
        <span className={calm ? '' : 'text-rust-text'}>{title}</span>
        {sentenceGap}
        {sentences(!nothingKept && kept, !calm && next)}
      </p>
      {!calm && <FailureRemedies failure={failure} />}
    </div>
  )
}
