import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LoadedModel, MemoryEstimate, Model } from '@contract/model.ts'
import type { Failure } from '@contract/failure.ts'
import type { SamplingOverrides } from '@contract/sampling.ts'
import { failureSentence } from '@renderer/app/failure-text.ts'
import { backendName } from '@renderer/app/text/backend-name.ts'
import { useFormats, type Formats } from '@renderer/app/text/format.ts'
import { useLanguageName } from '@renderer/app/text/language-name.ts'
import { licenseName } from './facts.ts'
import { adviceOf } from './memory-share.ts'
import { hasTemplate } from './row-state.ts'
import { Speed } from './speed.tsx'

interface ModelDetailsProps {
  id: string
  model: Model
  failure: Failure | null
  /** What the engine reports while it is loaded. */
  loaded: LoadedModel | null
  /** Shows the chat template. */
  onTemplate: () => void
}

/** Everything that is known of a model, below its row. */
export function ModelDetails({ id, model, failure, loaded, onTemplate }: ModelDetailsProps) {
  const { t } = useTranslation('models')
  const formats = useFormats()
  const languageName = useLanguageName()
  const { number } = formats
  return (
    <div
      id={id}
      role="region"
      aria-label={t('details.label', { name: model.name })}
      className="col-span-full mt-3 border-t border-line pt-3 pr-1 text-sm select-text"
    >
      {failure && <Remedy failure={failure} />}
      <dl className="grid gap-x-6 gap-y-1.5 @min-[560px]:grid-cols-[180px_minmax(0,1fr)]">
        <Fact
          name={t('details.file')}
          {...(model.fileCount > 1 && { hint: t('details.files', { total: model.fileCount }) })}
        >
          <span className="font-mono text-xs wrap-anywhere">{model.path}</span>
        </Fact>
        <Fact name={t('details.application')}>{model.application}</Fact>
        <Fact name={t('details.origin')}>{model.origin && t('details.originText', model.origin)}</Fact>
        <Fact name={t('details.reported')}>{detailOf(failure)}</Fact>
        <Fact name={t('details.architecture')}>{model.architecture}</Fact>
        <Fact name={t('details.parameters')}>{model.parameters && number(model.parameters)}</Fact>
        <Fact name={t('details.quantization')} hint={t('details.quantizationHint')}>
          {model.quantization}
        </Fact>
        <Fact name={t('details.contextLength')} hint={t('details.contextHint')}>
          {model.contextLength && t('tokens', { total: model.contextLength })}
        </Fact>
        <Fact name={t('details.license')}>{licenseName(model.license, t)}</Fact>
        <Fact name={t('details.languages')}>{formats.list(model.languages.map(languageName))}</Fact>
        <Fact name={t('details.memory')}>{model.estimate && <MemoryInNumbers estimate={model.estimate} />}</Fact>
        <Fact name={t('details.measured')}>
          {model.measuredMemory &&
            t('details.measuredText', {
              bytes: model.measuredMemory.bytes,
              tokens: model.measuredMemory.contextSize,
              expected: model.measuredMemory.expectedBytes,
            })}
        </Fact>
        <Fact name={t('details.speed')}>{model.speed && <Speed {...model.speed} />}</Fact>
        <Fact name={t('details.now')}>
          {loaded &&
            formats.sentences(
              // What it took is measured where all of it is in the computer's own memory.
              !model.measuredMemory && t('details.nowMemory', { memory: loaded.memoryBytes }),
              t('details.nowText', {
                window: loaded.contextSize,
                threads: loaded.threads,
                backend: backendName(loaded.backend),
                seconds: number(loaded.loadMs / 1000, loaded.loadMs < 1000 ? 2 : 1),
              }),
            )}
        </Fact>
        <Fact name={t('details.lastUsed')}>
          {model.lastUsedAt === null ? t('details.never') : formats.date(model.lastUsedAt)}
        </Fact>
        <Fact name={t('details.template')}>
          {t(`details.templates.${model.chatFormat === 'standard' ? 'standard' : model.chatTemplate}`)}
          {hasTemplate(model) && (
            <>
              {' '}
              <button
                type="button"
                onClick={onTemplate}
                className="ml-1.5 rounded-xs font-medium text-soft underline decoration-line-strong underline-offset-3 hover:text-text"
              >
                {t('details.show')}
              </button>
            </>
          )}
        </Fact>
        <Fact name={t('details.sampling')}>{samplingInWords(model.recommended.sampling, formats)}</Fact>
        <Fact name={t('details.systemPrompt')}>{model.recommended.systemPrompt}</Fact>
      </dl>
    </div>
  )
}

function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  if (children === null || children === '' || children === 0) return null
  return (
    <div className="contents">
      <dt className="text-soft">{name}</dt>
      <dd className="mb-1.5 min-w-0 text-pretty tabular-nums @min-[560px]:mb-0">
        {children}
        {hint && <span className="block text-soft">{hint}</span>}
      </dd>
    </div>
  )
}

/** What was kept and what to do; what happened stands in the row. */
function Remedy({ failure }: { failure: Failure }) {
  const { t } = useTranslation('failures')
  const { sentences } = useFormats()
  const { kept, next } = failureSentence(t, failure)
  return <p className="mb-3 max-w-[70ch]">{sentences(kept, next)}</p>
}

/** The technical side of a failure, for whoever wants to search for it. */
function detailOf(failure: Failure | null): string | null {
  return failure && 'detail' in failure.data ? failure.data.detail : null
}

function MemoryInNumbers({ estimate }: { estimate: MemoryEstimate }) {
  const { t } = useTranslation('models')
  const { totalBytes, weightsBytes, contextBytes, computeBytes, contextSize, availableBytes, computerBytes } = estimate
  const { graphics } = estimate
  const { sentences } = useFormats()
  const text = t('details.memoryText', {
    total: totalBytes,
    weights: weightsBytes,
    cache: contextBytes,
    tokens: contextSize,
    compute: computeBytes,
  })
  const free = t('details.memoryFree', { available: availableBytes, whole: computerBytes })
  const advice = adviceOf(estimate)
  const cards = graphics && t('details.memoryCards', { part: graphics.bytes, whole: graphics.totalBytes })
  return sentences(text, cards, free, advice !== null && t(`details.advice.${advice}`))
}

/** Recommended sampling with its usual names, which are the same in every language. */
function samplingInWords(sampling: SamplingOverrides, { number }: Formats): string {
  const names: [string, number | null | undefined][] = [
    ['temperature', sampling.temperature],
    ['top-p', sampling.topP],
    ['top-k', sampling.topK],
    ['min-p', sampling.minP],
    ['repeat penalty', sampling.repeatPenalty],
  ]
  return names.flatMap(([name, value]) => (typeof value === 'number' ? [`${name} ${number(value)}`] : [])).join(' · ')
}
