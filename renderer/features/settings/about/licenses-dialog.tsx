import { useTranslation } from 'react-i18next'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Dialog } from '@renderer/ui/dialog.tsx'

/** The text without what it says before its first part: that is said above it, in the person's language. */
const withoutLead = (text: string): string => text.slice(Math.max(0, text.indexOf('='.repeat(80))))

/** The licences of what Hearth is made with, as the build put them together. */
export function LicensesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { status, answer, failure, again } = useAnswer('licenses', () => window.hearth.readLicenses())
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={t('about.parts')}
      description={t('about.partsLead')}
      closeLabel={t('about.closeParts')}
    >
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
          className="focus-inset mt-3 h-[56vh] overflow-y-auto rounded-md bg-sunken px-3.5 py-3"
        >
          <pre
            lang="en"
            dir="ltr"
            translate="no"
            className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap select-text"
          >
            {answer && withoutLead(answer)}
          </pre>
        </div>
      )}
    </Dialog>
  )
}
