import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStorage } from './state/storage.ts'
import { useFormats } from './text/format.ts'

/** Says above everything that nothing can be stored, for as long as that is so. */
export function StorageNote() {
  const { t } = useTranslation()
  const { sentenceGap } = useFormats()
  const writable = useStorage((storage) => storage.writable)
  return (
    <div role="status" className="[anchor-name:--top]">
      {!writable && (
        <div className="flex gap-2.5 border-b border-line border-l-3 border-l-rust bg-raised px-4 py-2.5 text-sm">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" className="mt-0.5 shrink-0 text-rust-text" />
          <p className="text-pretty">
            <span className="font-medium">{t('storage.title')}</span>
            {sentenceGap}
            <span className="text-soft">{t('storage.text')}</span>
          </p>
        </div>
      )}
    </div>
  )
}
