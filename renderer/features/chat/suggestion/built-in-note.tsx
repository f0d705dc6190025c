import clsx from 'clsx'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Download } from '@contract/download.ts'
import { runCommand } from '@renderer/app/commands.ts'
import { inWholePercents, progressOf, useTransfers, wasStopped } from '@renderer/app/state/downloads.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Popover, PopoverAnchor, PopoverContent, PopoverTrigger } from '@renderer/ui/popover.tsx'
import { chooseModel } from '../model-picker/choose-model.ts'
import { useChatModel } from '../thread/choices.ts'
import { comingOf } from './on-the-way.ts'
import { SuggestionPanel } from './suggestion-panel.tsx'

/** Says honestly what the built-in model is, and leads to a better one: which, how far it is, and when it is there. */
export function BuiltInNote() {
  const { t } = useTranslation('chat')
  const { model } = useChatModel()
  const [open, setOpen] = useState(false)
  const switched = useRef(false)
  const downloads = useTransfers((transfers) => transfers.downloads)
  const library = useModels(({ list }) => list)
  // Its place stays: what stands above it must not move when the model is known, or another one is chosen.
  if (model?.source !== 'built-in') return <p aria-hidden="true" className="mb-2.5 h-[1lh] text-sm" />
  const isEnglishOnly = model.languages.length === 1 && model.languages[0] === 'en'
  const coming = comingOf(downloads, library)

  const switchTo = (modelId: string): void => {
    switched.current = open
    setOpen(false)
    void chooseModel(modelId)
    if (!open) focusComposer()
  }

  const isReady = coming?.state === 'ready'
  return (
    <Popover open={open} onOpenChange={setOpen}>
      {/* The card stands at the line, not at its link: that changes its width while the card is open. */}
      <PopoverAnchor asChild>
        <p
          className={clsx(
            'mx-auto mb-2.5 flex w-full max-w-[768px] flex-wrap items-center justify-center gap-x-2.5 text-center text-sm text-soft',
            // The card says it already.
            isReady && open && 'invisible',
          )}
        >
          {isReady ? (
            <>
              <span>{t('builtIn.ready', { name: coming.name })}</span>
              <button type="button" onClick={() => switchTo(coming.modelId)} className={linkStyle}>
                {t('builtIn.switch')}
              </button>
            </>
          ) : (
            <>
              <span>{isEnglishOnly ? t('builtIn.english') : t('builtIn.other')}</span>
              <PopoverTrigger className={linkStyle}>
                {coming ? <OnTheWay download={coming.download} /> : t('builtIn.next')}
              </PopoverTrigger>
            </>
          )}
        </p>
      </PopoverAnchor>
      <PopoverContent
        side="top"
        align="end"
        aria-label={t('suggestion.label')}
        onCloseAutoFocus={(event) => {
          // Nothing is left of what opened it.
          if (!switched.current && !isReady) return
          switched.current = false
          event.preventDefault()
          focusComposer()
        }}
        className="w-[min(420px,calc(100vw-24px))] overflow-y-auto p-4 text-left"
      >
        <SuggestionPanel coming={coming} onSwitch={switchTo} onClose={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}

/** A new chat is what is shown: this only puts the caret where its first message is written. */
const focusComposer = (): void => runCommand('new-chat')

const linkStyle = 'rounded-xs font-medium text-ember-text hover:underline'

function OnTheWay({ download }: { download: Download }) {
  const { t } = useTranslation('chat')
  const { percent } = useFormats()
  const offline = useSettings(({ settings }) => settings.offline)
  const { name } = download
  return (
    <span className="tabular-nums">
      {t(`builtIn.${standing(download, offline)}`, { name, percent: percent(inWholePercents(progressOf(download))) })}
    </span>
  )
}

/** How it stands, by its name in the texts. What the person paused does not wait for the switch. */
function standing(download: Download, offline: boolean): 'paused' | 'stopped' | 'offline' | 'waiting' | 'onTheWay' {
  if (wasStopped(download)) return 'stopped'
  if (download.state === 'paused') return 'paused'
  if (offline) return 'offline'
  return download.state === 'waiting' ? 'waiting' : 'onTheWay'
}
