import { FileText, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'

/** A pasted text that is too long for the field; it is sent after what was typed. */
export function AsideChip({ length, onDrop }: { length: number; onDrop: () => void }) {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  return (
    <div className="mb-2 flex w-fit max-w-full items-center gap-2 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5 text-sm">
      <FileText size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-soft" />
      <span className="truncate">{t('composer.aside')}</span>
      <span className="text-faint tabular-nums">{t('composer.characters', { characters: number(length) })}</span>
      <IconButton icon={X} label={t('composer.dropAside')} size="small" tooltipSide="top" onClick={onDrop} />
    </div>
  )
}
