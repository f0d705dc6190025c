import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@renderer/ui/button.tsx'
import { restartBackend, type StoppedTrouble } from './backend.ts'

/** The whole window when chats cannot be opened: what happened, what was kept, what to do. */
export function BackendStopped({ trouble }: { trouble: StoppedTrouble }) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { kind, detail } = trouble
  return (
    <section
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="stopped-title"
      aria-describedby="stopped-text"
      className="fixed inset-0 z-40 grid place-content-center justify-items-center gap-4 overflow-y-auto bg-bg p-10 text-center"
    >
      <Ashes />
      <h1
        ref={heading}
        tabIndex={-1}
        id="stopped-title"
        className="max-w-[32ch] text-2xl text-balance font-semibold tracking-tight outline-none"
      >
        {t(`stopped.${kind}.title`)}
      </h1>
      <div id="stopped-text" className="grid max-w-[56ch] gap-2 text-base text-balance text-soft select-text">
        <p>{t(`stopped.${kind}.kept`)}</p>
        <p>{t(`stopped.${kind}.next`)}</p>
      </div>
      <Button variant="primary" onClick={() => void restartBackend()}>
        {t('tryAgain')}
      </Button>
      {detail && (
        <details open={kind === 'database-damaged'} className="mt-2 max-w-[64ch] text-sm text-faint">
          <summary className="rounded-sm px-2 py-1 hover:bg-hover">{t('stopped.details')}</summary>
          <p className="mt-2 rounded-md bg-sunken px-3 py-2 text-left font-mono text-xs break-words whitespace-pre-wrap select-text">
            {detail}
          </p>
        </details>
      )}
    </section>
  )
}

/** A hearth whose fire is out. */
function Ashes() {
  return (
    <svg viewBox="0 0 48 48" fill="none" aria-hidden="true" className="size-11">
      <path
        d="M24 9c2 6 8 9 8 17a8 8 0 0 1-16 0c0-3 2-6 3-7 0 2 1 4 3 5 0-6 0-10 2-15z"
        stroke="var(--line-strong)"
        strokeWidth="2"
        strokeDasharray="3 4"
        strokeLinecap="round"
      />
      <path d="M10 43h28" stroke="var(--text-soft)" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M18 38h4m5 0h3" stroke="var(--ember)" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  )
}
