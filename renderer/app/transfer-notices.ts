import i18next from 'i18next'
import { useEffect } from 'react'
import type { Download } from '@contract/download.ts'
import { chatWith } from './chat-with.ts'
import { failureSentence } from './failure-text.ts'
import { dismissNotice, notify } from './notify.ts'
import { go, paths, presentRoute } from './routes.ts'
import { hasEnded, isUnderWay, overallProgress, useTransfers, wasStopped } from './state/downloads.ts'
import { findBuiltIn } from './state/models.ts'
import { useNewChat } from './state/new-chat.ts'
import { useSettings } from './state/settings.ts'

/** How long it is said that a model is ready, ms. */
const readyMs = 20_000

/** What came to an end, or to a stop, between two looks at the list: only what was seen on its way counts. Exported for its test. */
export function endedBetween(before: readonly Download[], now: readonly Download[]): Download[] {
  const states = new Map(before.map(({ id, state }) => [id, state]))
  return now.filter((download) => {
    const was = states.get(download.id)
    return (hasEnded(download) || wasStopped(download)) && was !== undefined && was !== download.state
  })
}

/** Whether the line above a new chat's composer says it: what answers there is the built-in model, and nothing else is coming. */
function isSaidByWelcome(): boolean {
  const route = presentRoute()
  if (route.view !== 'chat' || route.conversationId !== null) return false
  const builtIn = findBuiltIn()
  const chosen = useNewChat.getState().settings.modelId ?? useSettings.getState().settings.defaultModelId
  return (chosen ?? builtIn?.id) === builtIn?.id && !useTransfers.getState().downloads.some(isUnderWay)
}

/** Whether the list of downloads is shown, whose rows say what became of each. */
function isListShown(): boolean {
  const route = presentRoute()
  return route.view === 'models' && route.tab === 'installed'
}

/** The download that is shown on its own, over the page. */
let followed: string | null = null

/** While a download is shown on its own, that also says what goes wrong with it. Answers how to end that; for an effect. */
export function followDownload(id: string): () => void {
  followed = id
  dismissNotice(troubleNotice(id))
  return () => {
    if (followed === id) followed = null
  }
}

const readyNotice = (id: string): string => `ready:${id}`
const troubleNotice = (id: string): string => `trouble:${id}`

function sayReady({ id, name, modelId, hasChecksums }: Download): void {
  const t = i18next.getFixedT(null, 'downloads')
  if (modelId === null) return
  const text = hasChecksums ? t('ready.text') : t('ready.textUnverified')
  if (!document.hasFocus()) void window.hearth.notify({ title: t('ready.title', { name }), body: text })
  if (isListShown() || isSaidByWelcome()) return
  const noticeId = readyNotice(id)
  notify(t('ready.title', { name }), {
    id: noticeId,
    description: text,
    duration: readyMs,
    action: {
      label: t('chat'),
      onClick: () => {
        dismissNotice(noticeId)
        chatWith(modelId)
      },
    },
  })
}

function sayTrouble(download: Download): void {
  const { id, name, failure } = download
  if (!failure) return
  const t = i18next.getFixedT(null, 'downloads')
  const title = t(wasStopped(download) ? 'trouble.stopped' : 'trouble.failed', { name })
  const { title: why } = failureSentence(i18next.getFixedT(null, 'failures'), failure)
  if (!document.hasFocus()) void window.hearth.notify({ title, body: why })
  if (isListShown() || followed === id) return
  notify(title, {
    id: troubleNotice(id),
    failed: true,
    description: why,
    duration: readyMs,
    action: { label: t('trouble.show'), onClick: () => go(paths.models) },
  })
}

/** Takes away what is now said on the page as well. */
function dismissTransferNotices(): void {
  for (const { id } of useTransfers.getState().downloads) {
    if (isListShown() || isSaidByWelcome()) dismissNotice(readyNotice(id))
    if (isListShown()) dismissNotice(troubleNotice(id))
  }
}

/**
 * Says when a download ends, wherever the page does not say it already, and shows on the taskbar how far all of them are. Once, in the
 * application.
 */
export function useTransferNotices(): void {
  useEffect(() => {
    window.addEventListener('hashchange', dismissTransferNotices)
    return () => window.removeEventListener('hashchange', dismissTransferNotices)
  }, [])
  useEffect(() => {
    let shown: number | null = null
    return useTransfers.subscribe((now, before) => {
      const progress = overallProgress(now)
      if (progress !== shown) void window.hearth.setProgress((shown = progress))
      if (now.downloads === before.downloads) return
      for (const download of endedBetween(before.downloads, now.downloads)) {
        if (download.state === 'done') sayReady(download)
        else sayTrouble(download)
      }
    })
  }, [])
}
