import { Download } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionPurposeSchema, type ConnectionFilter, type ConnectionPurpose } from '@contract/network.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { fileName } from '@renderer/app/text/file-name.ts'
import { notify, notifyFailedCall } from '@renderer/app/notify.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ConfirmDialog } from '@renderer/ui/confirm-dialog.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { SearchInput } from '@renderer/ui/search-input.tsx'
import { Select } from '@renderer/ui/select.tsx'
import { ConnectionTable } from './connection-table.tsx'
import { useLedger } from './use-ledger.ts'

const anyPurpose = 'any'

/** Every outgoing connection there ever was, to look through, to keep and to forget. */
export function Ledger() {
  const { t } = useTranslation('privacy')
  const [text, setText] = useState('')
  const [purpose, setPurpose] = useState<ConnectionPurpose | null>(null)
  const sought = useDeferredValue(text.trim())
  const filter = useMemo<ConnectionFilter>(() => ({ purpose, text: sought }), [purpose, sought])
  const { rows, whole, failure, readOn, readAgain } = useLedger(filter)
  const filtered = purpose !== null || sought !== ''
  const isEmpty = rows?.length === 0
  return (
    <section aria-labelledby="ledger" className="mt-7">
      <h2 id="ledger" className="text-lg font-[550]">
        {t('ledger.title')}
      </h2>
      <p className="mb-2.5 max-w-[64ch] text-sm text-pretty text-soft">{t('ledger.description')}</p>
      {!(isEmpty && !filtered) && (
        <div className="mb-2.5 flex flex-wrap items-center gap-2">
          <SearchInput
            label={t('ledger.filter')}
            placeholder={t('ledger.filterPlaceholder')}
            clearLabel={t('ledger.clearFilter')}
            value={text}
            onChange={setText}
            className="w-44 min-w-32 flex-1"
          />
          <Select
            label={t('ledger.purpose')}
            value={purpose ?? anyPurpose}
            options={[
              { value: anyPurpose, label: t('ledger.allPurposes') },
              ...connectionPurposeSchema.options.map((value) => ({ value, label: t(`ledger.purposes.${value}`) })),
            ]}
            onChange={(chosen) => setPurpose(connectionPurposeSchema.options.find((value) => value === chosen) ?? null)}
          />
          <ExportButton filter={filter} disabled={isEmpty} />
          <ForgetButton disabled={isEmpty && !filtered} onForgotten={readAgain} />
        </div>
      )}
      {failure && <FailurePanel title={t('ledger.failed')} failure={failure} onRetry={readAgain} />}
      {isEmpty && (
        <div className="rounded-card border border-line bg-raised">
          {filtered ? (
            <EmptyState title={t('ledger.noMatch')}>
              <p>{t('ledger.noMatchText')}</p>
            </EmptyState>
          ) : (
            <EmptyState title={t('ledger.empty')}>
              <p>{t('ledger.emptyText')}</p>
            </EmptyState>
          )}
        </div>
      )}
      {rows !== null && rows.length > 0 && <ConnectionTable rows={rows} whole={whole} onEnd={readOn} />}
    </section>
  )
}

function ExportButton({ filter, disabled }: { filter: ConnectionFilter; disabled: boolean }) {
  const { t } = useTranslation('privacy')
  const exportAll = async (): Promise<void> => {
    try {
      const exported = await backend.network.exportConnections({ filter })
      if (exported === null) return
      const { path, total } = exported
      notify(t('ledger.exported', { count: total, total, file: fileName(path) }))
    } catch (error) {
      notifyFailedCall(error)
    }
  }
  return (
    <Button disabled={disabled} onClick={() => void exportAll()}>
      <Download aria-hidden="true" />
      {t('ledger.export')}
    </Button>
  )
}

function ForgetButton({ disabled, onForgotten }: { disabled: boolean; onForgotten: () => void }) {
  const { t } = useTranslation('privacy')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        {t('ledger.forget')}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t('ledger.confirm.title')}
        description={t('ledger.confirm.text')}
        cancel={t('ledger.confirm.cancel')}
        confirm={t('ledger.confirm.confirm')}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void backend.network.clearConnections().then(onForgotten, notifyFailedCall)
        }}
      />
    </>
  )
}
