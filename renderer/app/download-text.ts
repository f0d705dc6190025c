import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Download, Pace } from '@contract/download.ts'
import { waitsForConnections } from './state/downloads.ts'
import { durationText } from './text/duration.ts'
import { useFormats } from './text/format.ts'
import { useNow } from './use-now.ts'

/** How a download stands, the facts of a line: 3.1 of 7.3 GB · 38 MB/s · 1 min 50 s left. */
export function useDownloadFacts(download: Download): string[] {
  const { t } = useTranslation('downloads')
  const { bytes, bytesOf } = useFormats()
  const { state, sizeBytes, receivedBytes, bytesPerSecond, retryAt, failure, hasChecksums } = download
  const now = useNow(state === 'waiting' && retryAt !== null)
  const amount = t('amount', { done: bytesOf(receivedBytes, sizeBytes), whole: bytes(sizeBytes) })
  switch (state) {
    case 'queued':
      return [receivedBytes > 0 ? amount : bytes(sizeBytes), t('queued')]
    case 'paused':
      return [amount, failure ? t('stopped') : t('paused')]
    case 'running':
      return [amount, ...(bytesPerSecond === null ? [t('starting')] : paceTexts(download, t))]
    case 'waiting': {
      if (waitsForConnections(download)) return [amount, t('whileOffline')]
      const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000)
      return [amount, seconds > 0 ? t('retryIn', { time: durationText(seconds, t) }) : t('retrying')]
    }
    case 'verifying':
      return [bytes(sizeBytes), hasChecksums ? t('verifying') : t('finishing')]
    case 'failed':
      return [bytes(sizeBytes), t('failed')]
    case 'done':
      return [bytes(sizeBytes), hasChecksums ? t('done') : t('doneUnverified')]
  }
}

/** How fast something comes and how long that will take, as far as it is known: 38 MB/s, 1 min 50 s left. */
export function paceTexts({ bytesPerSecond, secondsLeft }: Pace, t: TFunction<'downloads'>): string[] {
  const speed = bytesPerSecond === null ? [] : [t('perSecond', { amount: bytesPerSecond })]
  const left = secondsLeft === null ? [] : [t('left', { time: durationText(secondsLeft, t) })]
  return [...speed, ...left]
}
