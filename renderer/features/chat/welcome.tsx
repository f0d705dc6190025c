import { useTranslation } from 'react-i18next'
import { Flame } from './flame.tsx'
import { BuiltInNote } from './suggestion/built-in-note.tsx'

/** What a small model can do something with, in the order of the cards. */
const beginnings = ['rewrite', 'summarise', 'code', 'draft'] as const
/** Where the caret belongs in a prepared text. */
const caretMark = '|'

/** A new chat before its first message. */
export function Welcome({ onBegin }: { onBegin: (text: string, caret: number) => void }) {
  const { t } = useTranslation('chat')
  const begin = (text: string): void => onBegin(text.replace(caretMark, ''), text.indexOf(caretMark))
  return (
    <>
      {/* Without a scrollbar: it would push the page aside where a long message leaves less room for this. */}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto mask-b-from-[calc(100%-10px)] px-4 [scrollbar-width:none] wide:px-6">
        <div className="m-auto grid w-full justify-items-center py-2 text-center">
          <Flame />
          <h2 className="mt-3.5 mb-1.5 text-2xl font-semibold tracking-[-0.015em]">{t('welcome.title')}</h2>
          <p className="max-w-[52ch] text-[15px] leading-normal text-balance text-soft">{t('welcome.text')}</p>
          <ul className="mt-[26px] grid w-full max-w-[600px] gap-2.5 text-left min-[560px]:grid-cols-2">
            {beginnings.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => begin(t(`beginnings.${name}.prepared`))}
                  className="flex h-full w-full flex-col rounded-[12px] border border-line bg-raised px-3.5 py-3 text-left hover:border-line-strong hover:bg-[image:linear-gradient(var(--bg-hover),var(--bg-hover))]"
                >
                  <span className="block font-[550]">{t(`beginnings.${name}.title`)}</span>
                  <span className="block text-sm text-soft">{t(`beginnings.${name}.text`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div className="px-4 wide:px-6">
        <BuiltInNote />
      </div>
    </>
  )
}
