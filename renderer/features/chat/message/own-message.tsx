import { Pencil } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { textOf, type Message } from '@contract/message.ts'
import { CopyButton } from '@renderer/app/copy-button.tsx'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { editInPlace, useChatUi } from '../chat-ui.ts'
import { useThread } from '../thread/thread-store.ts'
import { EditMessage } from './edit-message.tsx'
import { foldedText, inPieces } from './long-text.ts'
import { SiblingPager } from './sibling-pager.tsx'

/** What the person said: a soft card at the right. */
export function OwnMessage({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const editing = useChatUi(({ editingId }) => editingId === message.id)
  const writing = useThread(({ live }) => live !== null)
  const text = useMemo(() => textOf(message.parts), [message])
  return (
    <article aria-label={t('own')} className="group flex flex-col items-end pt-4">
      {editing ? (
        // As far from the answer as the card with its actions.
        <div className="w-full pb-8">
          <EditMessage messageId={message.id} text={text} />
        </div>
      ) : (
        <>
          <div className="max-w-[82%] rounded-[14px_14px_4px_14px] bg-sunken px-[15px] py-2.5 text-conversation leading-[1.55] wrap-anywhere whitespace-pre-wrap">
            <OwnText text={text} />
          </div>
          <div className="-mr-1.5 flex h-8 items-center text-[12.5px] text-faint">
            <span className="reveal flex items-center">
              <CopyButton label={t('copy')} text={() => text} />
              <IconButton
                icon={Pencil}
                label={t('edit')}
                size="small"
                disabled={writing}
                onClick={() => editInPlace(message.id)}
              />
            </span>
            <SiblingPager message={message} />
          </div>
        </>
      )}
    </article>
  )
}

/** The text, folded where it is very long. */
function OwnText({ text }: { text: string }) {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const folded = useMemo(() => foldedText(text), [text])
  if (folded === null) return text
  return (
    <>
      {open
        ? inPieces(text).map((piece, index) => (
            // The pieces of one text never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} className="block [contain-intrinsic-size:auto_800px] [content-visibility:auto]">
              {piece}
            </span>
          ))
        : `${folded}…`}
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="mt-1.5 block rounded-sm text-sm text-soft underline decoration-line-strong underline-offset-3 hover:text-text"
      >
        {open ? t('showLess') : t('showAll', { characters: number(text.length) })}
      </button>
    </>
  )
}
