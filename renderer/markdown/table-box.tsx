import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollBox } from './scroll-box.tsx'

/** A table in its box: what is too wide for the column scrolls within it. */
export function TableBox({ children }: { children: ReactNode }) {
  const { t } = useTranslation('markdown')
  return (
    <ScrollBox label={t('table')} className="md-table">
      <table>{children}</table>
    </ScrollBox>
  )
}
