import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importWaySchema } from '@contract/import.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ChoiceList } from '@renderer/ui/choice-list.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { acceptModelFiles, declineModelFiles, lastImportWay, useOfferedFiles } from './add-models.ts'

/** As many names as are told. */
const named = 5

/** Asks what is to become of model files that were chosen or dropped: one answer for all of them. Once, in the application. */
export function AddFilesDialog() {
  const paths = useOfferedFiles((offered) => offered.paths)
  // Asked anew each time, it begins with what was chosen last.
  return paths.length > 0 && <Question key={paths.join('\n')} paths={paths} />
}

function Question({ paths }: { paths: readonly string[] }) {
  const { t } = useTranslation('downloads')
  const [way, setWay] = useState(lastImportWay)
  const total = paths.length
  return (
    <Dialog
      open
      onClose={declineModelFiles}
      title={total === 1 ? t('add.titleOne') : t('add.titleMany', { total })}
      closeLabel={t('add.close')}
      actions={
        <>
          <Button onClick={declineModelFiles}>{t('add.cancel')}</Button>
          <Button data-takes-focus variant="primary" onClick={() => void acceptModelFiles(way)}>
            {t('add.confirm')}
          </Button>
        </>
      }
    >
      <ul aria-label={t('add.files')} className="mt-2 mb-4 rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        {paths.slice(0, named).map((path) => (
          <li key={path} title={path} className="truncate">
            {path.split(/[\\/]/).at(-1)}
          </li>
        ))}
        {total > named && <li className="font-sans text-soft">{t('add.more', { total: total - named })}</li>}
      </ul>
      <ChoiceList
        label={t('add.way')}
        value={way}
        options={importWaySchema.options.map((value) => ({
          value,
          name: t(`add.${value}.name`),
          text: t(`add.${value}.text`),
        }))}
        onChange={setWay}
      />
    </Dialog>
  )
}
