import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HubRepository } from '@contract/hub.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { MarkdownText } from '@renderer/markdown/markdown-text.tsx'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Spinner } from '@renderer/ui/spinner.tsx'

/** What the publisher says of the model. Fetched when it is unfolded, not before. */
export function Readme({ repository }: { repository: HubRepository }) {
  const { t } = useTranslation('discover')
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <section className="mt-6 rounded-card border border-line bg-raised">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
          className={`focus-inset flex h-11 w-full items-center gap-2 px-4 text-left font-[550] hover:bg-hover ${open ? 'rounded-t-card' : 'rounded-card'}`}
        >
          <ChevronRight
            size={16}
            strokeWidth={1.75}
            aria-hidden="true"
            className={`text-soft ${open ? 'rotate-90' : ''}`}
          />
          {t('repository.readme')}
        </button>
      </h3>
      {open && (
        <div id={id} className="border-t border-line px-5 pt-3 pb-5">
          <p className="mb-3 text-xs text-faint">{t('repository.readmeNote')}</p>
          <Text repository={repository} />
        </div>
      )}
    </section>
  )
}

function Text({ repository: { id, revision } }: { repository: HubRepository }) {
  const { t } = useTranslation('discover')
  const { status, answer, failure, again } = useAnswer(`${id} ${revision}`, (signal) =>
    backend.hub.readme({ repository: id, revision }, { signal }),
  )
  switch (status) {
    case 'asking':
      return (
        <p role="status" className="appear-late flex items-center gap-2 text-sm text-soft">
          <Spinner />
          {t('repository.readmeFetching')}
        </p>
      )
    case 'failed':
      return <FailurePanel title={t('repository.readmeFailed')} failure={failure} onRetry={again} />
    case 'answered': {
      const text = withoutFrontMatter(answer)
      return text.trim() === '' ? (
        <p className="text-sm text-soft">{t('repository.readmeEmpty')}</p>
      ) : (
        <div className="max-w-[720px] text-[14px] leading-relaxed select-text">
          <MarkdownText text={text} />
        </div>
      )
    }
  }
}

/** A description without the head that is meant for the hub's machines. */
export function withoutFrontMatter(text: string): string {
  return text.replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '')
}
