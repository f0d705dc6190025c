import clsx from 'clsx'
import { CircleAlert, CirclePause, Scissors, Unplug, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import type { Message } from '@contract/message.ts'
import { failureSentence, type FailureSentence } from '@renderer/app/failure-text.ts'
import { go, paths } from '@renderer/app/routes.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { setPickerOpen } from '../chat-ui.ts'
import { changeChat, continueAnswer, tryAgain, writeInStandardFormat } from '../thread/actions.ts'
import { useChatModel, useChoices } from '../thread/choices.ts'
import { useContextUse } from '../thread/context-use.ts'
import { answerNote, offersRetry, retryOf, type Remedy } from './message-actions.ts'

const icons = { stopped: CirclePause, interrupted: Unplug, cut: Scissors }

/** How an answer ended, where it did not simply end, and what can be done about it. */
export function AnswerStatus({ message, isLast }: { message: Message; isLast: boolean }) {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const note = answerNote(message, isLast)
  if (!note) return null
  if (note.kind === 'failed') {
    if (!isLast) return <Note icon={CircleAlert} text={failureSentence(failures, note.failure).title} />
    return note.failure.code === 'CONTEXT_FULL' ? (
      <ContextFullNote message={message} failure={note.failure} />
    ) : (
      <FailedNote
        sentence={failureSentence(failures, note.failure)}
        calm={note.failure.code === 'MODEL_LOAD_CANCELLED'}
      >
        <RemedyButtons remedy={note.remedy} message={message} />
        <RetryButton message={message} />
      </FailedNote>
    )
  }
  return (
    <Note
      icon={icons[note.kind]}
      text={t(`status.${note.isEmpty && note.kind !== 'cut' ? (`${note.kind}Empty` as const) : note.kind}`)}
    >
      {note.canContinue && (
        <Button size="dense" onClick={() => void continueAnswer(message.id)}>
          {t('continue')}
        </Button>
      )}
      {offersRetry(message, isLast) && <RetryButton message={message} />}
    </Note>
  )
}

function Note({ icon: Icon, text, children }: { icon: LucideIcon; text: string; children?: ReactNode }) {
  return (
    <div className="mt-2 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1.5 text-sm text-soft">
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-faint" />
      <span className="mr-1.5">{text}</span>
      {children}
    </div>
  )
}

interface FailedNoteProps {
  sentence: FailureSentence
  /** Nothing went wrong: there is something to decide. */
  calm?: boolean
  /** Buttons. */
  children: ReactNode
}

/** Why the last answer failed, and what can be done. */
function FailedNote({ sentence: { title, kept, next }, calm = false, children }: FailedNoteProps) {
  const { sentences } = useFormats()
  return (
    <div
      className={clsx(
        'mt-2.5 mb-1.5 grid grid-cols-[auto_1fr] gap-x-2.5 rounded-card border border-line border-l-3 bg-raised py-3 pr-4 pl-3 text-sm',
        calm ? 'border-l-amber' : 'border-l-rust',
      )}
    >
      <CircleAlert
        size={16}
        strokeWidth={1.75}
        aria-hidden="true"
        className={clsx('mt-px', calm ? 'text-amber-text' : 'text-rust-text')}
      />
      <div className="min-w-0 text-pretty wrap-anywhere">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-soft">{sentences(kept, next)}</p>
        <div className="mt-2.5 flex flex-wrap gap-2">{children}</div>
      </div>
    </div>
  )
}

interface ContextFullNoteProps {
  message: Message
  failure: Extract<Failure, { code: 'CONTEXT_FULL' }>
}

/** There is no room for the answer: only what makes some is offered. */
function ContextFullNote({ message, failure }: ContextFullNoteProps) {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const { whenFull } = useChoices()
  const { contextSize, canLeaveOut } = failure.data
  const hasGrown = (useContextUse()?.size ?? 0) > contextSize
  const sentence = {
    ...failureSentence(failures, failure),
    ...(retryOf(message) === 'tryAgain' && { title: t('remedy.noRoom', { size: contextSize }) }),
    ...(!canLeaveOut && { next: t(whenFull === 'drop-oldest' ? 'remedy.goOn' : 'remedy.moreRoom') }),
  }
  return (
    <FailedNote sentence={sentence} calm>
      {canLeaveOut && (
        <Button size="dense" onClick={() => void changeChat({ whenFull: 'drop-oldest' }).then(() => tryAgain(message))}>
          {t('remedy.dropOldest')}
        </Button>
      )}
      {hasGrown && <RetryButton message={message} />}
      <MoreContextButton />
      {!canLeaveOut && whenFull === 'ask' && (
        <Button size="dense" className="order-last" onClick={() => go(paths.newChat)}>
          {t('remedy.newChat')}
        </Button>
      )}
    </FailedNote>
  )
}

function RetryButton({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  return (
    <Button size="dense" onClick={() => void tryAgain(message)}>
      {t(retryOf(message))}
    </Button>
  )
}

function SettingsButton() {
  const { t } = useTranslation('chat')
  return (
    <Button size="dense" className="order-last" onClick={() => go(paths.settings('models'))}>
      {t('remedy.settings')}
    </Button>
  )
}

function AnotherModelButton() {
  const { t } = useTranslation('chat')
  return (
    <Button size="dense" onClick={() => setPickerOpen(true)}>
      {t('remedy.anotherModel')}
    </Button>
  )
}

/** To where a larger context can be had: no setting gives a model more than it was trained for. */
function MoreContextButton() {
  const { model } = useChatModel()
  const size = useContextUse()?.size ?? 0
  return size < (model?.contextLength ?? Infinity) ? <SettingsButton /> : <AnotherModelButton />
}

interface RemedyButtonsProps {
  remedy: Remedy
  message: Message
}

function RemedyButtons({ remedy, message }: RemedyButtonsProps) {
  const { t } = useTranslation('chat')
  switch (remedy) {
    case 'another-model':
      return (
        <>
          <AnotherModelButton />
          <Button size="dense" variant="quiet" className="order-last" onClick={() => go(paths.models)}>
            {t('remedy.models')}
          </Button>
        </>
      )
    case 'less-memory':
      return (
        <>
          <AnotherModelButton />
          <SettingsButton />
        </>
      )
    case 'standard-format':
      return (
        <>
          <Button size="dense" onClick={() => void writeInStandardFormat(message)}>
            {t('remedy.standardFormat')}
          </Button>
          <AnotherModelButton />
        </>
      )
    case 'more-context':
      return <MoreContextButton />
    case null:
      return null
  }
}
