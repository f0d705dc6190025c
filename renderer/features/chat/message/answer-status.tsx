import { CircleAlert, CirclePause, Scissors, Unplug, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import type { Message } from '@contract/message.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { go, paths } from '@renderer/app/routes.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { setPickerOpen } from '../chat-ui.ts'
import { changeChat, continueAnswer, tryAgain, writeInStandardFormat } from '../thread/actions.ts'
import { useChoices } from '../thread/choices.ts'
import { answerNote, type Remedy } from './message-actions.ts'

const icons = { stopped: CirclePause, interrupted: Unplug, cut: Scissors }

/** How an answer ended, where it did not simply end, and what can be done about it. */
export function AnswerStatus({ message, isLast }: { message: Message; isLast: boolean }) {
  const { t } = useTranslation('chat')
  const note = answerNote(message, isLast)
  if (!note) return null
  if (note.kind === 'failed') {
    return <FailedNote message={message} failure={note.failure} remedy={isLast ? note.remedy : null} isLast={isLast} />
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
    </Note>
  )
}

function Note({ icon: Icon, text, children }: { icon: LucideIcon; text: string; children: ReactNode }) {
  return (
    <div className="mt-2 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1.5 text-sm text-soft">
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-faint" />
      <span className="mr-1.5">{text}</span>
      {children}
    </div>
  )
}

interface FailedNoteProps {
  message: Message
  failure: Failure
  remedy: Remedy
  isLast: boolean
}

function FailedNote({ message, failure, remedy, isLast }: FailedNoteProps) {
  const { t } = useTranslation('chat')
  const { t: failures } = useTranslation('failures')
  const { sentences } = useFormats()
  const { title, kept, next } = failureSentence(failures, failure)
  const { whenFull } = useChoices()
  // Where the oldest are left out anyway, it is the answer itself that took the rest: the next message makes room.
  const madeRoom = failure.code === 'CONTEXT_FULL' && whenFull === 'drop-oldest'
  return (
    <div className="mt-2.5 mb-1.5 grid grid-cols-[auto_1fr] gap-x-2.5 rounded-card border border-line border-l-3 border-l-rust bg-raised py-3 pr-4 pl-3 text-sm">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" className="mt-px text-rust-text" />
      <div className="min-w-0 wrap-anywhere">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-soft">{isLast ? sentences(kept, madeRoom ? t('remedy.goOn') : next) : kept}</p>
        {isLast && (
          <div className="mt-2.5 flex flex-wrap gap-2">
            <RemedyButtons remedy={remedy} message={message} mayDrop={failure.code === 'CONTEXT_FULL' && !madeRoom} />
            <Button size="dense" onClick={() => void tryAgain(message)}>
              {t('tryAgain')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

interface RemedyButtonsProps {
  remedy: Remedy
  message: Message
  /** Leaving out the oldest messages would help. */
  mayDrop: boolean
}

function RemedyButtons({ remedy, message, mayDrop }: RemedyButtonsProps) {
  const { t } = useTranslation('chat')
  switch (remedy) {
    case 'another-model':
      return (
        <>
          <Button size="dense" onClick={() => setPickerOpen(true)}>
            {t('remedy.anotherModel')}
          </Button>
          <Button size="dense" variant="quiet" className="order-last" onClick={() => go(paths.models)}>
            {t('remedy.models')}
          </Button>
        </>
      )
    case 'standard-format':
      return (
        <>
          <Button size="dense" onClick={() => void writeInStandardFormat(message)}>
            {t('remedy.standardFormat')}
          </Button>
          <Button size="dense" onClick={() => setPickerOpen(true)}>
            {t('remedy.anotherModel')}
          </Button>
        </>
      )
    case 'more-context':
      return (
        <>
          {mayDrop && (
            <Button
              size="dense"
              onClick={() => void changeChat({ whenFull: 'drop-oldest' }).then(() => tryAgain(message))}
            >
              {t('remedy.dropOldest')}
            </Button>
          )}
          <Button size="dense" variant="quiet" className="order-last" onClick={() => go(paths.settings('models'))}>
            {t('remedy.settings')}
          </Button>
        </>
      )
    case null:
      return null
  }
}
