import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Dialog } from '@renderer/ui/dialog.tsx'

/** The licences of what Hearth is made with, as the build put them together. */
export function LicensesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { status, answer, failure, again } = useAnswer('licenses', () => window.hearth.readLicenses())
  return (
    <Dialog open size="wide" onClose={onClose} title={t('about.parts')} closeLabel={t('about.closeParts')}>
      {status === 'failed' ? (
        <div className="mt-4">
          <FailurePanel title={t('about.partsFailed')} failure={failure} onRetry={again} />
        </div>
      ) : (
        // There before its text is, so that the focus begins here: the keys scroll it at once.
        <div
          data-takes-focus
          role="region"
          aria-label={t('about.parts')}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="focus-inset mt-3 h-[64vh] overflow-y-auto rounded-md bg-sunken px-3.5 py-3"
        >
          <pre
            lang="en"
            dir="ltr"
            translate="no"
            className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap select-text"
          >
            {answer}
          </pre>
        </div>
      )}
    </Dialog>
  )
}
