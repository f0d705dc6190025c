import { useTranslation } from 'react-i18next'
import type { ChoiceFit, HubChoice, HubRepository } from '@contract/hub.ts'
import { backend } from '@renderer/app/backend.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { FitWord } from '@renderer/app/fit-word.tsx'
import { useNetwork } from '@renderer/app/state/network.ts'
import { useSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Spinner } from '@renderer/ui/spinner.tsx'
import { Tag } from '@renderer/ui/tag.tsx'
import { memoryShare } from '../memory-share.ts'
import { Speed } from '../speed.tsx'
import { DownloadTrouble } from './download-trouble.tsx'
import { goToGatedNote } from './gated-note.tsx'
import { GetControl, useInstalledId } from './get-control.tsx'

/** The quantizations of a repository as choices: size, quality, fit, speed, and the one to take. */
export function ChoiceTable({ repository }: { repository: HubRepository }) {
  const { t } = useTranslation('discover')
  const { t: failures } = useTranslation('failures')
  const { id, revision, choices, otherKind, gated } = repository
  const isLocked = useNetwork(({ network }) => gated && network?.hasToken !== true)
  const contextSize = useSettings(({ settings }) => settings.contextSize)
  const { status, answer, failure } = useAnswer(`${id} ${revision} ${contextSize}`, (signal) =>
    backend.hub.fit({ repository: id, revision, contextSize }, { signal }),
  )
  const fits = new Map((answer ?? []).map((fit) => [fit.file, fit]))
  // That a licence is to be accepted stands above already.
  const untold = failure?.code === 'LICENCE_NEEDED' ? null : failure
  const columns = ['quantization', 'size', 'quality', 'fit', 'speed', 'action'] as const
  return (
    <section aria-labelledby="choices" className="mt-6">
      <h3 id="choices" className="text-lg font-[550]">
        {t('repository.choices')}
      </h3>
      <p className="mb-3 max-w-[72ch] text-sm text-pretty text-soft">{t('repository.choicesText')}</p>
      {untold && (
        <p role="status" className="mb-3 text-sm text-amber-text">
          {t('repository.fitFailed', { reason: failureSentence(failures, untold).title })}
        </p>
      )}
      <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
        <table className="w-full border-collapse text-sm tabular-nums">
          <thead>
            <tr className="text-left text-xs text-faint">
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={`py-2 pl-3 font-medium first:pl-4 last:pr-3 last:text-right ${hiding[column]}`}
                >
                  {column === 'action' ? (
                    <span className="sr-only">{t(`repository.columns.${column}`)}</span>
                  ) : (
                    t(`repository.columns.${column}`)
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {choices.map((choice) => (
              <ChoiceRow
                key={choice.file}
                repository={id}
                choice={choice}
                fit={fits.get(choice.file) ?? null}
                asking={status === 'asking'}
                worthTaking={otherKind === null}
                locked={isLocked}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What goes first where there is no room for all columns. */
const hiding = {
  // Room for a sentence about what went wrong.
  quantization: '@min-[840px]:w-44',
  size: '',
  quality: 'hidden @min-[640px]:table-cell @min-[840px]:whitespace-nowrap',
  fit: '',
  speed: 'hidden @min-[720px]:table-cell',
  // Room for what stands there while it is downloaded, so that beginning moves nothing.
  action: '@min-[720px]:w-38',
} as const

interface ChoiceRowProps {
  repository: string
  choice: HubChoice
  fit: ChoiceFit | null
  /** Whether it fits is being found out. */
  asking: boolean
  /** One can chat with it. */
  worthTaking: boolean
  /** Its publisher wants more first than is here. */
  locked: boolean
}

function ChoiceRow({ repository, choice, fit, asking, worthTaking, locked }: ChoiceRowProps) {
  const { t } = useTranslation('discover')
  const { bytes } = useFormats()
  const { file, quantization, quality, sizeBytes, files, modelId } = choice
  const installed = useInstalledId(repository, file, modelId) !== null
  const recommended = worthTaking && fit?.recommended === true
  const name = quantization ?? file
  return (
    <tr className={`border-t border-line align-middle ${recommended ? 'bg-ember-wash' : ''}`}>
      <th scope="row" className="py-2.5 pl-4 text-left font-normal">
        <span title={file} className="font-[550]">
          {quantization ?? file.split('/').at(-1)}
        </span>
        <span className="mt-0.5 flex flex-wrap gap-1 empty:hidden">
          {recommended && (
            <Tag tone="ember">
              <span className="hidden @min-[940px]:inline">{t('repository.recommended')}</span>
              <span className="@min-[940px]:hidden">{t('repository.recommendedShort')}</span>
            </Tag>
          )}
          {installed && <Tag tone="pine">{t('installed')}</Tag>}
          {files.length > 1 && <Tag>{t('repository.split', { total: files.length })}</Tag>}
        </span>
        {/* As wide as the column is without it: what goes wrong moves no other column. */}
        <DownloadTrouble repository={repository} file={file} className="w-0 min-w-full" />
      </th>
      <td className="pl-3 whitespace-nowrap">{bytes(sizeBytes)}</td>
      <td className={`pl-3 text-soft ${hiding.quality}`}>{quality !== null && t(`quality.${quality}`)}</td>
      <td className="py-2 pl-3 @min-[640px]:whitespace-nowrap">
        {fit ? <Fit fit={fit} /> : <NoFit asking={asking} />}
      </td>
      <td className={`pl-3 ${hiding.speed}`}>
        {fit && fit.tokensPerSecond !== null && fit.estimate.fit !== 'will-not-fit' && (
          <Speed tokensPerSecond={fit.tokensPerSecond} measured={false} />
        )}
      </td>
      <td className={`py-2 pr-3 pl-3 text-right ${hiding.action}`}>
        <GetControl
          repository={repository}
          file={file}
          name={name}
          modelId={modelId}
          fit={fit?.estimate.fit ?? null}
          primary={recommended}
          {...(locked && { onBlocked: goToGatedNote })}
        />
      </td>
    </tr>
  )
}

/** In the place of what is not known (yet). */
function NoFit({ asking }: { asking: boolean }) {
  const { t } = useTranslation('discover')
  if (!asking) return <span className="text-faint">{t('repository.fitUnknown')}</span>
  return (
    <span className="flex items-center gap-1.5 text-faint">
      <Spinner size={14} />
      {t('repository.fitAsking')}
    </span>
  )
}

function Fit({ fit: { estimate } }: { fit: ChoiceFit }) {
  const { t } = useTranslation('models')
  const { text, onCards } = memoryShare(estimate, t, useFormats())
  return (
    <>
      <FitWord fit={estimate.fit} />
      <span className="text-soft"> · {text}</span>
      {onCards !== null && <span className="block text-soft">{onCards}</span>}
    </>
  )
}
