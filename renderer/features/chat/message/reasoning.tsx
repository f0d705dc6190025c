import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { MarkdownView } from '@renderer/markdown/markdown.tsx'
import type { ShownPart } from '../thread/shown-part.ts'
import { useNumberTexts } from '../use-number-texts.ts'

/** What took less than this (ms) would be said to have taken no time. */
const leastWorthSaying = 100

/** What the model thought before it answered, folded to one line. */
export function Reasoning({ part, writing }: { part: ShownPart; writing: boolean }) {
  const { t } = useTranslation('chat')
  const { wholeSeconds } = useNumberTexts()
  const [open, setOpen] = useState(false)
  const id = useId()
  const { durationMs } = part
  const label = writing
    ? t('reasoning.running')
    : durationMs === null || durationMs < leastWorthSaying
      ? t('reasoning.done')
      : t('reasoning.took', { time: wholeSeconds(durationMs) })
  return (
    <div className="mb-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-fit items-center gap-1.5 rounded-md border border-line py-1 pr-2.5 pl-2 text-sm text-soft tabular-nums hover:bg-hover"
      >
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          aria-hidden="true"
          className={clsx('transition-transform duration-120 motion-reduce:transition-none', open && 'rotate-90')}
        />
        {label}
        {writing && <Spinner size={12} />}
      </button>
      {open && (
        <div id={id} className="mt-2 ml-[15px] border-l border-line-strong pl-4 text-[0.9em] text-soft">
          <MarkdownView document={part.document} />
        </div>
      )}
    </div>
  )
}
