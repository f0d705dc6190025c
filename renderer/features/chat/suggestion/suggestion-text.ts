import type { Suggestion } from '@contract/hub.ts'
import type { TFunction } from 'i18next'
import { durationText } from '@renderer/app/text/duration.ts'
import type { Formats } from '@renderer/app/text/format.ts'

type ReasonParts = Pick<Suggestion, 'memoryBytes' | 'backend' | 'limitedBy' | 'speaksLanguage'>

/** Why just this model: what of this computer decided, and the language. */
export function suggestionReason(
  { memoryBytes, backend, limitedBy, speaksLanguage }: ReasonParts,
  t: TFunction<'chat'>,
  { sentences }: Formats,
): string {
  const device = backend === 'cpu' ? t('suggestion.cpu') : t('suggestion.gpu')
  return sentences(
    t(`suggestion.${limitedBy}`, { memory: memoryBytes, device }),
    speaksLanguage && t('suggestion.language'),
  )
}

/** A usual connection, in bits per second: what a download's time is said for where none has been measured. */
const usualBitsPerSecond = 50e6

/** Whole minutes from two on: it is only about so long. */
const roughly = (seconds: number): number => (seconds < 120 ? seconds : Math.round(seconds / 60) * 60)

/** What it costs and gives: size, speed, time of the download. */
export function suggestionFacts(
  { model, downloadSeconds }: Pick<Suggestion, 'model' | 'downloadSeconds'>,
  texts: { chat: TFunction<'chat'>; downloads: TFunction<'downloads'> },
  { bytes, number }: Formats,
): string[] {
  const { quantization, sizeBytes, tokensPerSecond } = model
  return [
    quantization,
    bytes(sizeBytes),
    tokensPerSecond === null
      ? null
      : texts.chat('suggestion.speedAbout', { speed: number(tokensPerSecond, tokensPerSecond < 2 ? 1 : 0) }),
    downloadSeconds === null
      ? texts.chat('suggestion.takesUsually', {
          time: durationText(roughly((sizeBytes * 8) / usualBitsPerSecond), texts.downloads),
          speed: number(usualBitsPerSecond / 1e6),
        })
      : texts.chat('suggestion.takes', { time: durationText(roughly(downloadSeconds), texts.downloads) }),
  ].filter((fact) => fact !== null)
}
