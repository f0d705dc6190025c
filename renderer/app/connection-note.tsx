import { useTranslation } from 'react-i18next'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { useConnection } from './backend.ts'

/**
 * Says that the backend is being (re)started, if that takes longer than a moment. The page stays as it is: this floats below what stands at
 * the top of the main part (the last element anchored as `--top`), and covers none of it.
 */
export function ConnectionNote() {
  const { t } = useTranslation()
  const status = useConnection((connection) => connection.status)
  const waiting = status === 'connecting' || status === 'restarting'
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-[calc(anchor(--top_bottom,0px)+8px)] z-20 flex justify-center"
    >
      {waiting && (
        // An ordinary start is over by then.
        <div className="appear-late flex [--late:1s] items-center gap-2 rounded-full border border-line bg-raised px-3 py-1 text-sm text-soft shadow-float">
          <Spinner size={14} />
          {status === 'connecting' ? t('connection.connecting') : t('connection.restarting')}
        </div>
      )}
    </div>
  )
}
