import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import type { Fit } from '@contract/model.ts'
import { chatWith } from '@renderer/app/chat-with.ts'
import { cancelDownload, resumeDownload, startDownload } from '@renderer/app/download-actions.ts'
import { DownloadButton } from '@renderer/app/download-button.tsx'
import { seldomPasses } from '@renderer/app/failure-remedy.tsx'
import { downloadOf, isMoving, progressOf, useTransfers } from '@renderer/app/state/downloads.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { ProgressRing } from '@renderer/ui/progress-ring.tsx'
import { useKeptFocus } from '@renderer/ui/use-kept-focus.ts'

interface GetControlProps {
  repository: string
  /** Names the choice. */
  file: string
  name: string
  /** The model that it was when the list was read; the library may know better by now. */
  modelId: string | null
  /** null: that is not known. */
  fit: Fit | null
  /** It is the one to take here. */
  primary?: boolean
  /** Something is to be done before it can be had: leads there instead. */
  onBlocked?: () => void
}

/** The model that a file of the hub became on this computer; null: none. */
export function useInstalledId(repository: string, file: string, modelId: string | null): string | null {
  return useModels(
    ({ list }) =>
      list.find(({ origin }) => origin?.repository === repository && origin.file === file)?.id ??
      list.find(({ id }) => id === modelId)?.id ??
      null,
  )
}

/** Gets a model, shows how far it is, and leads to a chat with it when it is there. */
export function GetControl(props: GetControlProps) {
  const focus = useKeptFocus<HTMLSpanElement>()
  return (
    <span {...focus} className="inline-flex">
      <Control {...props} />
    </span>
  )
}

function Control({ repository, file, name, modelId, fit, primary = false, onBlocked }: GetControlProps) {
  const { t } = useTranslation('discover')
  const { t: models } = useTranslation('models')
  const offline = useSettings(({ settings }) => settings.offline)
  const installedId = useInstalledId(repository, file, modelId)
  const download = useTransfers(({ downloads }) => downloadOf(downloads, repository, file))
  if (installedId !== null)
    return (
      <Button aria-label={models('action.chatOf', { name })} onClick={() => chatWith(installedId)}>
        {models('action.chat')}
      </Button>
    )
  if (download && download.state !== 'done') return <Running download={download} />
  const discouraged = fit === 'will-not-fit' || onBlocked !== undefined
  return (
    <Button
      variant={primary && !discouraged ? 'primary' : 'plain'}
      disabled={offline}
      aria-label={t('getOf', { name })}
      className={discouraged ? 'text-soft' : ''}
      onClick={onBlocked ?? (() => void startDownload(repository, file))}
    >
      {t('get')}
    </Button>
  )
}

function Running({ download }: { download: Download }) {
  const { t } = useTranslation('downloads')
  const { percent } = useFormats()
  const { name, state, failure } = download
  const progress = progressOf(download)
  if (state === 'failed')
    return (
      <Button
        variant={failure && seldomPasses(failure) ? 'quiet' : 'plain'}
        aria-label={t('retryOf', { name })}
        onClick={() => void resumeDownload(download)}
      >
        {t('retry')}
      </Button>
    )
  const buttons = (
    <>
      <DownloadButton download={download} size="small" />
      <IconButton icon={X} size="small" label={t('cancelOf', { name })} onClick={() => void cancelDownload(download)} />
    </>
  )
  if (state === 'queued')
    return (
      <span className="inline-flex h-8 items-center gap-1 text-[12.5px] whitespace-nowrap text-soft">
        {t('queuedShort')}
        {buttons}
      </span>
    )
  return (
    <span className="inline-flex h-8 items-center gap-0.5 text-[12.5px] text-soft tabular-nums">
      <ProgressRing share={progress} color={isMoving(download) ? 'var(--ember)' : 'var(--text-soft)'} size={16} />
      <span
        role="progressbar"
        aria-label={t('progressOf', { name })}
        aria-valuenow={Math.round(progress * 100)}
        className="mx-1.5"
      >
        {percent(progress)}
      </span>
      {buttons}
    </span>
  )
}
