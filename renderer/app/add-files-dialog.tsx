import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importWaySchema } from '@contract/import.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ChoiceList } from '@renderer/ui/choice-list.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { PathText } from '@renderer/ui/path-text.tsx'
import { acceptModelFiles, declineModelFiles, lastImportWay, useOfferedFiles } from './add-models.ts'
import { backend } from './backend.ts'
import { fileName } from './text/file-name.ts'
import { useFormats } from './text/format.ts'
import { useAnswer } from './use-answer.ts'

/** As many names as are told. */
const named = 5
/** As many characters of a name's end stay in sight: which part it is of a model that is split, `-00001-of-00009.gguf`. */
const endLength = 20

/** Asks what is to become of model files that were chosen or dropped: one answer for all of them. Once, in the application. */
export function AddFilesDialog() {
  const paths = useOfferedFiles((offered) => offered.paths)
  // Asked anew each time, it begins with what was chosen last.
  return paths.length > 0 && <Question key={paths.join('\n')} paths={paths} />
}

function Question({ paths }: { paths: readonly string[] }) {
  const { t } = useTranslation('downloads')
  const [way, setWay] = useState(lastImportWay)
  const { bytes } = useFormats()
  const total = paths.length
  const { answer } = useAnswer('', (signal) => backend.models.weigh({ paths: [...paths] }, { signal }))
  const size = answer?.sizes[0] ?? 0
  // One file is its own sum, unless its model has more.
  const isSumSaid = total > 1 || (answer !== null && answer.totalBytes !== size)
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
      <ul aria-label={t('add.files')} className="mt-2 mb-4 rounded-md bg-sunken px-3 py-2 text-xs">
        {paths.slice(0, named).map((path, index) => (
          <li key={path} className="flex gap-3">
            <PathText path={fileName(path)} endLength={endLength} title={path} className="min-w-0 flex-1 text-xs" />
            <FileSize size={answer?.sizes[index] ?? null} />
          </li>
        ))}
        {total > named && <li className="text-soft">{t('add.more', { total: total - named })}</li>}
        {isSumSaid && (
          <li className="min-h-4 text-right text-soft tabular-nums">
            {answer &&
              (answer.fileCount === total
                ? t('add.sum', { size: bytes(answer.totalBytes) })
                : t('add.sumOfParts', { total: answer.fileCount, size: bytes(answer.totalBytes) }))}
          </li>
        )}
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

function FileSize({ size }: { size: number | null }) {
  const { bytes } = useFormats()
  return size !== null && <span className="font-sans text-soft tabular-nums">{bytes(size)}</span>
}
