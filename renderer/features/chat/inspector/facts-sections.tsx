import { useTranslation } from 'react-i18next'
import { useEngine } from '@renderer/app/state/engine.ts'
import { backendName } from '@renderer/app/text/backend-name.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useChatModel } from '../thread/choices.ts'
import { lastMeasuredRun, useThread } from '../thread/thread-store.ts'
import { useNumberTexts } from '../use-number-texts.ts'
import { Pairs, Section } from './section.tsx'

/** The numbers of the last answer that has some. */
export function LastAnswerSection() {
  const { t } = useTranslation('chat')
  const { number } = useFormats()
  const { seconds, speed, tokens } = useNumberTexts()
  const run = useThread(({ messages }) => lastMeasuredRun(messages))
  if (!run?.measurements) return null
  const { timeToFirstTokenMs, tokensPerSecond, evaluatedTokens, promptTokens, outputTokens, threads } = run.measurements
  const pairs = [
    timeToFirstTokenMs !== null && { name: t('inspector.last.firstToken'), value: seconds(timeToFirstTokenMs) },
    tokensPerSecond !== null && { name: t('inspector.last.speed'), value: speed(tokensPerSecond) },
    {
      name: t('inspector.last.prompt'),
      value: t('inspector.last.promptRead', { evaluated: number(evaluatedTokens), total: number(promptTokens) }),
    },
    { name: t('inspector.last.length'), value: tokens(outputTokens) },
    threads !== null && { name: t('inspector.loaded.threads'), value: number(threads) },
    run.stopReason && { name: t('inspector.last.stopReason'), value: t(`inspector.last.reasons.${run.stopReason}`) },
  ]
  return (
    <Section title={t('inspector.last.title')}>
      <Pairs pairs={pairs.filter((pair) => pair !== false && pair !== null)} />
    </Section>
  )
}

/** What the engine chose for the chat's model, while it is loaded. */
export function LoadedModelSection() {
  const { t } = useTranslation('chat')
  const { number, bytes } = useFormats()
  const engine = useEngine((state) => state.engine)
  const { modelId } = useChatModel()
  if (engine.phase !== 'ready' || engine.modelId !== modelId) return null
  const { contextSize, threads, memoryBytes, backend, gpuLayers } = engine.loaded
  const runsOn =
    backend === 'cpu'
      ? t('inspector.loaded.cpu')
      : t('inspector.loaded.gpu', { backend: backendName(backend), layers: number(gpuLayers) })
  return (
    <Section title={t('inspector.loaded.title')}>
      <Pairs
        pairs={[
          {
            name: t('inspector.loaded.context'),
            value: t('inspector.loaded.contextSize', { size: number(contextSize) }),
          },
          { name: t('inspector.loaded.threads'), value: number(threads) },
          { name: t('inspector.loaded.memory'), value: bytes(memoryBytes) },
          { name: t('inspector.loaded.backend'), value: runsOn },
        ]}
      />
    </Section>
  )
}
