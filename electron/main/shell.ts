import { stat } from 'node:fs/promises'
import { BrowserWindow, clipboard, dialog, ipcMain, nativeTheme, shell, type IpcMainInvokeEvent } from 'electron'
import type { z } from 'zod'
import { shellInputs, type Shell, type ShellCall } from '../contract/shell.ts'
import { isFromPage } from './security.ts'
import { writePreferences } from './preferences.ts'
import { chooseSaveFile, showNotification, showProgress } from './system-signs.ts'
import { texts } from './text.ts'

interface ShellEvents {
  onLanguageChanged(): void
  onRestartBackend(): void
}

type Handlers = {
  [C in ShellCall]: (window: BrowserWindow, ...input: z.infer<(typeof shellInputs)[C]>) => ReturnType<Shell[C]>
}

/** Answers the few calls that the page may make of main. Sender first, then input, then the deed. */
export function serveShell(events: ShellEvents): void {
  const handlers = shellHandlers(events)
  const handle = <I extends unknown[]>(
    call: ShellCall,
    input: z.ZodType<I>,
    handler: (window: BrowserWindow, ...input: I) => Promise<unknown>,
  ): void => {
    ipcMain.handle(`shell:${call}`, async (event: IpcMainInvokeEvent, ...values: unknown[]) => {
      const window = isFromPage(event) ? BrowserWindow.fromWebContents(event.sender) : null
      if (!window) throw new Error('refused')
      return await handler(window, ...input.parse(values))
    })
  }
  handle('chooseModelFiles', shellInputs.chooseModelFiles, handlers.chooseModelFiles)
  handle('chooseFolder', shellInputs.chooseFolder, handlers.chooseFolder)
  handle('revealFile', shellInputs.revealFile, handlers.revealFile)
  handle('openLink', shellInputs.openLink, handlers.openLink)
  handle('copyText', shellInputs.copyText, handlers.copyText)
  handle('setTheme', shellInputs.setTheme, handlers.setTheme)
  handle('setLanguage', shellInputs.setLanguage, handlers.setLanguage)
  handle('chooseSaveFile', shellInputs.chooseSaveFile, handlers.chooseSaveFile)
  handle('setProgress', shellInputs.setProgress, handlers.setProgress)
  handle('notify', shellInputs.notify, handlers.notify)
  handle('restartBackend', shellInputs.restartBackend, handlers.restartBackend)
}

function shellHandlers(events: ShellEvents): Handlers {
  return {
    chooseModelFiles: async (window) => {
      const t = texts()
      const answer = await dialog.showOpenDialog(window, {
        title: t.chooseModels,
        filters: [{ name: t.ggufFiles, extensions: ['gguf'] }],
        properties: ['openFile', 'multiSelections'],
      })
      return answer.filePaths
    },
    chooseFolder: async (window, { current }) => {
      const answer = await dialog.showOpenDialog(window, {
        title: texts().chooseFolder,
        defaultPath: current,
        properties: ['openDirectory', 'createDirectory'],
      })
      return answer.filePaths[0] ?? null
    },
    revealFile: async (_window, path) => {
      const entry = await stat(path).catch(() => null)
      if (entry?.isDirectory()) await shell.openPath(path)
      else if (entry) shell.showItemInFolder(path)
    },
    openLink: async (window, href) => await openLink(window, href),
    copyText: async (_window, text) => clipboard.writeText(text),
    setTheme: async (_window, theme) => {
      nativeTheme.themeSource = theme
      writePreferences({ theme })
    },
    setLanguage: async (_window, language) => {
      writePreferences({ language })
      events.onLanguageChanged()
    },
    chooseSaveFile: async (window, { suggestedName }) => await chooseSaveFile(window, suggestedName),
    setProgress: async (window, progress) => showProgress(window, progress),
    notify: async (window, note) => showNotification(window, note),
    restartBackend: async () => events.onRestartBackend(),
  }
}

/** The only place that opens anything outside: web and mail addresses, each after a confirmation that shows where it leads. */
async function openLink(window: BrowserWindow, href: string): Promise<boolean> {
  const url = URL.canParse(href) ? new URL(href) : null
  if (!url || !['https:', 'mailto:'].includes(url.protocol) || url.username !== '' || url.password !== '') return false
  const t = texts()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t.openLink,
    detail: `${url.href}\n\n${t.openLinkDetail}`,
    buttons: [t.open, t.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return false
  await shell.openExternal(url.href)
  return true
}
