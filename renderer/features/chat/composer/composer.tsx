import clsx from 'clsx'
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type Ref,
} from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '@contract/limits.ts'
import type { Message } from '@contract/message.ts'
import { useConnection } from '@renderer/app/backend.ts'
import { useCommand } from '@renderer/app/commands.ts'
import { notify } from '@renderer/app/notify.ts'
import { useShortcut } from '@renderer/ui/shortcut.ts'
import { announce, editInPlace } from '../chat-ui.ts'
import { ModelPicker } from '../model-picker/model-picker.tsx'
import { sendMessage, stopAnswer } from '../thread/actions.ts'
import { endedAnswer, isReady, isWriting, useThread } from '../thread/thread-store.ts'
import { AsideChip } from './aside-chip.tsx'
import { ComposerField } from './composer-field.ts'
import { ComposerStatus } from './composer-status.tsx'
import { ContextButton } from './context-button.tsx'
import { SendButton, StopButton } from './send-button.tsx'
import { useDraft } from './use-draft.ts'
import { usePreparation } from './use-preparation.ts'
import { useFocusAfterEditing, useLostFocus, useTypingFocus } from './use-focus.ts'
import './composer.css'

/** What others may ask of the composer. */
export interface ComposerHandle {
  /** Puts a text into it, with the caret where `caret` says. */
  begin: (text: string, caret: number) => void
}

interface ComposerProps {
  conversationId: string | null
  ref: Ref<ComposerHandle>
}

/** Where the next message is written: its text, the model, the context, Send. */
export function Composer({ conversationId, ref }: ComposerProps) {
  const { t } = useTranslation('chat')
  const writing = useThread(isWriting)
  const live = useThread((thread) => thread.live)
  const trouble = useConnection((connection) => connection.trouble)
  const [field] = useState(() => new ComposerField())
  const { hasText, tall, asideLength } = useSyncExternalStore(field.subscribe, field.state)
  const [beingSent, setBeingSent] = useState<readonly (string | null)[]>([])
  const sending = beingSent.includes(conversationId)
  const [waiting, setWaiting] = useState(false)
  const preparation = usePreparation(() => field.text())
  const draft = useDraft(field, conversationId)
  const shown = useRef<string | null>(undefined)
  useLayoutEffect(() => {
    shown.current = conversationId
    return () => {
      shown.current = undefined
    }
  }, [conversationId])

  useCommand('new-chat', field.focus)
  useFocusAfterEditing(field.focus)
  useLostFocus(field.focus, live)
  useLostFocus(field.focus, trouble)
  useTypingFocus(field.focus)
  useShortcut('Escape', () => void stopAnswer(), writing)

  const onInput = (): void => {
    field.look()
    setWaiting(false)
    draft.changed()
    preparation.changed()
  }

  const send = async (unasked: boolean): Promise<void> => {
    const text = field.text().trim()
    if (text === '' || sending) return
    if (text.length > limits.message) return notify(t('composer.tooLong'))
    preparation.stop()
    const sent = transfer(text, unasked) // on its way before anything is shown of it
    setBeingSent((those) => [...those, conversationId])
    await sent
    setBeingSent((those) => those.filter((id) => id !== conversationId))
  }

  /** The field may show another conversation's text by the time it is known what became of this one. */
  const transfer = async (text: string, unasked: boolean): Promise<void> => {
    const isShown = (): boolean => shown.current === conversationId
    await draft.restored()
    // Where an earlier draft has come back, or another conversation is shown, the person decides.
    if (!isShown() || field.text().trim() !== text) return
    draft.forget() // the backend does it too, together with storing the message
    const stored = await sendMessage(text, unasked)
    if (!isShown()) {
      if (!stored) draft.keep(text)
    } else if (stored) {
      field.setText('')
    } else {
      if (field.text().trim() !== text) field.setText(text) // it was left and is shown again
      draft.changed()
    }
  }

  const submit = (): void => {
    if (!hasText) return field.focus()
    // What was clicked a moment ago may not be rendered yet.
    const present = useThread.getState()
    if (!isReady(present)) return
    if (!isWriting(present)) return void send(false)
    setWaiting(true)
    announce(t('composer.waits'))
  }

  // What waits is sent when the answer has ended by itself; after a stop or a failure the person decides.
  const onEnded = useEffectEvent((ended: Message | undefined) => {
    setWaiting(false)
    if (ended?.status === 'complete') void send(true)
  })
  useEffect(() => {
    if (!waiting) return
    return useThread.subscribe((now, before) => {
      if (isWriting(before) && !isWriting(now)) onEnded(endedAnswer(before, now))
    })
  }, [waiting])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'ArrowUp' && field.text() === '' && !writing) {
      const last = useThread.getState().messages.findLast(({ role }) => role === 'user')
      if (!last) return
      event.preventDefault()
      editInPlace(last.id)
    }
  }

  useImperativeHandle(ref, () => ({
    begin: (text, caret) => {
      field.setText(text)
      field.focus()
      field.setCaret(caret)
      onInput()
    },
  }))

  return (
    <div className="px-4 pb-3.5 wide:px-6">
      <div
        data-writing={writing || undefined}
        className={clsx(
          'relative mx-auto max-w-[768px] rounded-composer border bg-raised pt-3 pr-2.5 pb-[9px] pl-4 shadow-float',
          writing ? 'border-[color-mix(in_srgb,var(--ember)_60%,var(--line-strong))]' : 'border-line-strong',
        )}
      >
        <div aria-hidden="true" className="composer-glow pointer-events-none absolute -inset-px rounded-composer" />
        {asideLength > 0 && (
          <AsideChip
            length={asideLength}
            onDrop={() => {
              field.dropAside()
              field.focus()
              onInput()
            }}
          />
        )}
        <textarea
          ref={(element) => field.attach(element)}
          aria-label={t('composer.label')}
          aria-describedby="composer-status"
          placeholder={writing ? t('composer.next') : t('composer.label')}
          rows={1}
          readOnly={sending}
          spellCheck
          onInput={onInput}
          onFocus={() => hasText && preparation.changed()}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            if (!field.takeAside(event.clipboardData.getData('text/plain'))) return
            event.preventDefault()
            onInput()
          }}
          className={clsx(
            'block w-full resize-none bg-transparent pt-0.5 pb-1.5 text-conversation leading-normal outline-none',
            tall ? 'h-[40vh]' : 'field-sizing-content max-h-[40vh]',
          )}
        />
        <div className="mt-1.5 -ml-1.5 flex items-center gap-1">
          <ModelPicker onChosen={() => field.focus()} />
          <span className="flex-1" />
          <ContextButton />
          {writing ? <StopButton /> : <SendButton ready={hasText && !sending} onSend={submit} />}
        </div>
      </div>
      <ComposerStatus hasText={hasText} waiting={waiting} onRecall={() => setWaiting(false)} />
    </div>
  )
}
