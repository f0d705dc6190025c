import { ArrowUp, Square } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Tooltip } from '@renderer/ui/tooltip.tsx'
import { stopAnswer } from '../thread/actions.ts'

const shape = 'ml-1 grid size-[34px] shrink-0 place-items-center rounded-[11px]'

/** Sends what was written. */
export function SendButton({ ready, onSend }: { ready: boolean; onSend: () => void }) {
  const { t } = useTranslation('chat')
  return (
    <Tooltip label={t('send')} shortcut="Enter" side="top">
      <button
        type="button"
        aria-label={t('send')}
        aria-disabled={!ready}
        onClick={onSend}
        className={`${shape} bg-ember text-on-ember not-aria-disabled:hover:brightness-105 not-aria-disabled:active:brightness-95`}
      >
        <ArrowUp size={17} strokeWidth={2.25} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}

/** Ends the answer that is being written. */
export function StopButton() {
  const { t } = useTranslation('chat')
  return (
    <Tooltip label={t('stop')} shortcut="Esc" side="top">
      <button
        type="button"
        aria-label={t('stop')}
        onClick={() => void stopAnswer()}
        className={`${shape} bg-text text-bg hover:opacity-90`}
      >
        <Square size={15} strokeWidth={2.25} fill="currentColor" aria-hidden="true" />
      </button>
    </Tooltip>
  )
}
