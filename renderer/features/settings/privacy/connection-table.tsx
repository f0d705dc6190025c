import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { PathText } from '@renderer/ui/path-text.tsx'
import type { Connection } from '@contract/network.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { InSight } from '@renderer/ui/in-sight.tsx'

interface ConnectionTableProps {
  rows: readonly Connection[]
  /** There are no older ones. */
  whole: boolean
  /** The last rows have come into sight. */
  onEnd: () => void
}

/** Connections as a table, a row each; older ones are read as they come into sight. */
export function ConnectionTable({ rows, whole, onEnd }: ConnectionTableProps) {
  const { t } = useTranslation('privacy')
  return (
    <>
      <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
        <table aria-labelledby="ledger" className="w-full border-collapse text-[12.5px] tabular-nums">
          <thead>
            <tr className="text-left text-xs text-faint *:px-2 *:py-2 *:font-medium *:whitespace-nowrap *:first:pl-3 *:last:pr-3 @min-[640px]:*:px-3">
              <th scope="col">{t('ledger.columns.when')}</th>
              {/* In the narrowest window the table scrolls: a host in pieces could not be read. */}
              <th scope="col" className="min-w-40">
                {t('ledger.columns.host')}
              </th>
              <th scope="col">{t('ledger.columns.purpose')}</th>
              <th scope="col" className="text-right">
                {t('ledger.columns.up')}
              </th>
              <th scope="col" className="text-right">
                {t('ledger.columns.down')}
              </th>
              <th scope="col">{t('ledger.columns.outcome')}</th>
            </tr>
          </thead>
          <tbody className="select-text">
            {rows.map((connection) => (
              <Row key={connection.id} connection={connection} />
            ))}
          </tbody>
        </table>
      </div>
      {!whole && (
        <div className="mt-2 flex flex-col items-center">
          {/* A page that does not fill the window leaves the end in sight: it is looked at again after each. */}
          <InSight key={rows.length} onSeen={onEnd} />
          <Button variant="quiet" size="dense" onClick={onEnd}>
            {t('ledger.more')}
          </Button>
        </div>
      )}
    </>
  )
}

const outcomeColors = {
  open: 'text-ember-text',
  complete: 'text-soft',
  cancelled: 'text-faint',
  failed: 'text-rust-text',
}

const Row = memo(function Row({ connection }: { connection: Connection }) {
  const { t } = useTranslation('privacy')
  const { bytes, moment } = useFormats()
  const { startedAt, host, path, purpose, bytesUp, bytesDown, outcome, status } = connection
  return (
    <tr className="border-t border-line align-top *:px-2 *:py-2 *:first:pl-3 *:last:pr-3 @min-[640px]:*:px-3">
      {/* Where there is little room, the time goes below the day: the host is what matters, and is always there in full. */}
      <td className="text-soft @min-[640px]:whitespace-nowrap">{moment(startedAt)}</td>
      <td className="w-full max-w-0">
        <span className="block wrap-anywhere">{host}</span>
        <PathText endLength={13} path={path} />
      </td>
      <td className="whitespace-nowrap text-soft">{t(`ledger.purposes.${purpose}`)}</td>
      <td className="text-right whitespace-nowrap text-soft">{bytes(bytesUp)}</td>
      <td className="text-right whitespace-nowrap">{bytes(bytesDown)}</td>
      <td className="whitespace-nowrap">
        <span className={outcomeColors[outcome]}>{t(`ledger.outcomes.${outcome}`)}</span>
        {status !== null && <span className="block text-[11.5px] text-faint">{t('ledger.status', { status })}</span>}
      </td>
    </tr>
  )
})
