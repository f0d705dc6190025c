import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelImport } from '@contract/import.ts'
import { splitName } from '@contract/split-name.ts'
import { backend } from '@renderer/app/backend.ts'
import { paceTexts } from '@renderer/app/download-text.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { fileName } from '@renderer/app/text/file-name.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { ProgressBar } from '@renderer/ui/progress-bar.tsx'
import { FactLine } from '@renderer/ui/fact-line.tsx'

/** Files of this computer on their way into the models folder. One that has ended can be put out of sight. */
export function ImportRow({ shown }: { shown: ModelImport }) {
  const { t } = useTranslation('downloads')
  const { bytes, bytesOf, sentences } = useFormats()
  const { id, way, name, fileCount, filesDone, sizeBytes, doneBytes, state, failures, modelIds } = shown
  const running = state === 'running'
  const takeAway = async (): Promise<void> => {
    const input = { importId: id }
    await (running ? backend.models.cancelImport(input) : backend.models.dismissImport(input)).catch(notifyFailedCall)
  }
  const facts = [
    t('amount', { done: bytesOf(doneBytes, sizeBytes), whole: bytes(sizeBytes) }),
    ...(fileCount > 1 ? [t('imports.files', { number: Math.min(fileCount, filesDone + 1), total: fileCount })] : []),
    ...paceTexts(shown, t),
  ]
  return (
    <li className="px-4 py-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3">
        <p className="min-w-0 flex-1 text-sm text-soft tabular-nums">
          {running && (
            <>
              <strong className="text-[14.5px] font-[550] break-words text-text">
                {t(`imports.${way}`, { name })}
              </strong>{' '}
              <FactLine facts={facts} />
            </>
          )}
          {state === 'done' &&
            (modelIds.length === 0
              ? t('imports.nothing')
              : t('imports.done', { count: modelIds.length, total: modelIds.length }))}
          {state === 'cancelled' &&
            sentences(
              t(`imports.cancelled.${way}`, { name }),
              modelIds.length === 0
                ? t('imports.nothingBefore')
                : t('imports.before', { count: modelIds.length, total: modelIds.length }),
            )}
        </p>
        <IconButton
          icon={X}
          label={running ? t('imports.cancelLabel') : t('imports.dismiss')}
          onClick={() => void takeAway()}
        />
      </div>
      {running && (
        <div className="mt-1.5">
          <ProgressBar label={t('imports.progress')} progress={sizeBytes === 0 ? 0 : doneBytes / sizeBytes} />
        </div>
      )}
      <Failures failures={failures} />
    </li>
  )
}

function Failures({ failures }: Pick<ModelImport, 'failures'>) {
  const { t } = useTranslation('downloads')
  const { t: texts } = useTranslation('failures')
  const { sentences, sentenceGap } = useFormats()
  if (failures.length === 0) return null
  return (
    <ul className="mt-1.5 grid gap-1 text-[12.5px] text-soft select-text">
      {failures.map(({ path, failure }) => {
        const { title, kept, next } = failureSentence(texts, failure)
        const file = fileName(path)
        const saysWhich = title.includes(file.replace(splitName, '$1'))
        return (
          <li key={path}>
            <span className="text-rust-text">{sentences(!saysWhich && t('imports.notAdded', { file }), title)}</span>
            {sentenceGap}
            {sentences(kept, next)}
          </li>
        )
      })}
    </ul>
  )
}
