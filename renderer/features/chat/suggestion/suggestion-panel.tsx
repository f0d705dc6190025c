import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOfCall } from '@contract/client.ts'
import type { Download } from '@contract/download.ts'
import type { Failure } from '@contract/failure.ts'
import type { Suggestion } from '@contract/hub.ts'
import { backend, ConnectionLost } from '@renderer/app/backend.ts'
import { cancelDownload } from '@renderer/app/download-actions.ts'
import { DownloadButton } from '@renderer/app/download-button.tsx'
import { useDownloadFacts } from '@renderer/app/download-text.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { paths } from '@renderer/app/routes.ts'
import { downloadOf, isMoving, progressOf, useTransfers, waitsForConnections } from '@renderer/app/state/downloads.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { followDownload } from '@renderer/app/transfer-notices.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Button, ButtonLink } from '@renderer/ui/button.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { useKeptFocus } from '@renderer/ui/use-kept-focus.ts'
import { OtherWays } from './other-ways.tsx'
import type { Coming } from './on-the-way.ts'
import { suggestionFacts, suggestionReason } from './suggestion-text.ts'

interface SuggestionPanelProps {
  coming: Coming
  /** Goes on with this model. */
  onSwitch: (modelId: string) => void
  onClose: () => void
}

/** Exactly one model that suits this computer, or what there is without one. */
export function SuggestionPanel(props: SuggestionPanelProps) {
  const focus = useKeptFocus<HTMLDivElement>()
  return (
    <div {...focus}>
      <Panel {...props} />
    </div>
  )
}

function Panel({ coming, onSwitch, onClose }: SuggestionPanelProps) {
  const { t, i18n } = useTranslation('chat')
  const offline = useSettings(({ settings }) => settings.offline)
  const { language } = i18n
  // Kept here: a change of the language asks for the suggestion anew.
  const [failure, setFailure] = useState<Failure | null>(null)
  const { status, answer } = useAnswer(language, (signal) => backend.hub.suggestion({ language }, { signal }))
  const ours = useTransfers(({ downloads }) =>
    answer ? downloadOf(downloads, answer.model.repository, answer.model.file) : null,
  )
  if (coming?.state === 'ready')
    return (
      <div className="grid gap-3">
        <p className="text-[15px] font-[550]">{t('suggestion.ready', { name: coming.name })}</p>
        <Button variant="primary" className="justify-self-start" onClick={() => onSwitch(coming.modelId)}>
          {t('suggestion.switch')}
        </Button>
      </div>
    )
  if (coming?.state === 'coming' && ours === null) return <OnTheWay download={coming.download} onUse={onSwitch} />
  if (status === 'asking')
    return (
      <p role="status" className="flex items-center gap-2 text-soft">
        <Spinner />
        {t('suggestion.looking')}
      </p>
    )
  if (status === 'failed') return <OtherWays why={t('suggestion.failed')} onUse={onSwitch} onClose={onClose} />
  if (answer === null) return <OtherWays why={t('suggestion.none')} onUse={onSwitch} onClose={onClose} />
  if (ours && ours.state !== 'done') return <OnTheWay download={ours} onUse={onSwitch} />
  if (offline) return <OtherWays why={t('suggestion.offline')} offline onUse={onSwitch} onClose={onClose} />
  return <Offer suggestion={answer} failure={failure} onFailure={setFailure} onUse={onSwitch} onClose={onClose} />
}

interface OfferProps {
  suggestion: Suggestion
  /** What the last click came to. */
  failure: Failure | null
  onFailure: (failure: Failure | null) => void
  onUse: (modelId: string) => void
  onClose: () => void
}

/** The model with its one click. Where that comes to nothing, as without a connection, there are the other ways. */
function Offer({ suggestion, failure, onFailure, onUse, onClose }: OfferProps) {
  const { t, i18n } = useTranslation('chat')
  const { t: downloads } = useTranslation('downloads')
  const formats = useFormats()
  const { model } = suggestion
  const { repository, file } = model

  const get = async (): Promise<void> => {
    onFailure(null)
    try {
      await backend.downloads.start({ repository, file })
    } catch (error) {
      if (!(error instanceof ConnectionLost)) onFailure(failureOfCall(error))
    }
  }

  return (
    <div className="grid grid-cols-1 gap-1 text-pretty">
      <p className="text-[15px] font-[550]">{model.name}</p>
      <p>{i18n.language === 'zh-CN' ? model.sentence['zh-CN'] : model.sentence.en}</p>
      <p className="break-phrases text-soft">{suggestionReason(suggestion, t, formats)}</p>
      <p className="mt-1 text-[12.5px] text-soft tabular-nums">
        <FactLine facts={suggestionFacts(suggestion, { chat: t, downloads }, formats)} />
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          aria-label={t('suggestion.downloadOf', { name: model.name })}
          onClick={() => void get()}
        >
          {t('suggestion.download')}
        </Button>
        <ButtonLink href={`#${paths.discover}`} variant="quiet">
          {t('suggestion.other')}
        </ButtonLink>
      </div>
      {failure ? (
        <div ref={bringIntoSight} role="status" className="mt-3 border-t border-line pt-3">
          <OtherWays why={<Trouble failure={failure} />} onUse={onUse} onClose={onClose} />
        </div>
      ) : (
        <p className="mt-2 text-[12.5px] text-faint">{t('suggestion.meanwhile')}</p>
      )}
    </div>
  )
}

/** In a low window the card scrolls, and what came of the click would be below its edge. */
function bringIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

/** What went wrong, and what to do. `calm`: it passes by itself. */
function Trouble({ failure, calm = false }: { failure: Failure; calm?: boolean }) {
  const { t } = useTranslation('failures')
  const { sentenceGap } = useFormats()
  const { title, next } = failureSentence(t, failure)
  if (calm) return title
  return (
    <>
      <span className="text-rust-text">{title}</span>
      {sentenceGap}
      <span className="text-soft">{next}</span>
    </>
  )
}

function OnTheWay({ download, onUse }: { download: Download; onUse: (modelId: string) => void }) {
  const { t } = useTranslation('downloads')
  const { t: chat } = useTranslation('chat')
  const facts = useDownloadFacts(download)
  const { id, name, state, failure } = download
  const offline = waitsForConnections(download)
  useEffect(() => followDownload(id), [id])
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="flex items-center gap-1">
        <p className="min-w-0 flex-1 text-[15px] font-[550]">{name}</p>
        <DownloadButton download={download} />
        <IconButton icon={X} label={t('cancelOf', { name })} onClick={() => void cancelDownload(download)} />
      </div>
      <ProgressBar label={t('progressOf', { name })} progress={progressOf(download)} still={!isMoving(download)} />
      <p className="text-[12.5px] text-soft tabular-nums">
        <FactLine facts={facts} />
      </p>
      {failure ? (
        <OtherWays
          why={!offline && <Trouble failure={failure} calm={state === 'waiting'} />}
          offline={offline}
          onUse={onUse}
        />
      ) : state === 'paused' ? (
        <ButtonLink href={`#${paths.discover}`} variant="quiet" size="dense" className="-ml-2.5 justify-self-start">
          {chat('suggestion.other')}
        </ButtonLink>
      ) : (
        <p className="text-[12.5px] text-faint">{chat('suggestion.meanwhile')}</p>
      )}
    </div>
  )
}
