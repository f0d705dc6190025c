import { useTranslation } from 'react-i18next'
import { PageButton } from '@renderer/app/page-button.tsx'
import { go, paths } from '@renderer/app/routes.ts'
import { useNetwork } from '@renderer/app/state/network.ts'
import { Button } from '@renderer/ui/button.tsx'

const noteId = 'licence-to-accept'

/** Leads to the note of the page that is shown, for eyes and for screen readers. */
export function goToGatedNote(): void {
  document.getElementById(noteId)?.focus()
}

/** What a repository wants before it gives its files, with the steps at hand. */
export function GatedNote({ pageUrl }: { pageUrl: string }) {
  const { t } = useTranslation('discover')
  const hasToken = useNetwork(({ network }) => network?.hasToken ?? false)
  return (
    <section
      id={noteId}
      tabIndex={-1}
      aria-label={t('repository.gated.title')}
      className="mt-4 flex flex-wrap items-center gap-2 rounded-card bg-amber-wash px-4 py-3 text-sm focus:outline-2 focus:outline-offset-2 focus:outline-ember"
    >
      <p className="min-w-0 flex-1 basis-80 pr-2 text-pretty">
        <strong className="block font-[550]">{t('repository.gated.title')}</strong>
        <span className="text-soft">{hasToken ? t('repository.gated.textWithToken') : t('repository.gated.text')}</span>
      </p>
      <PageButton size="dense" pageUrl={pageUrl}>
        {t('repository.gated.page')}
      </PageButton>
      {!hasToken && (
        <Button size="dense" onClick={() => go(paths.settings('privacy'))}>
          {t('repository.gated.token')}
        </Button>
      )}
    </section>
  )
}
