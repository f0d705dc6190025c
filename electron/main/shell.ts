import { readFile } from 'node:fs/promises'
import { app, BrowserWindow, clipboard, dialog, ipcMain, nativeTheme, shell, type IpcMainInvokeEvent } from 'electron'
import { openableAddress } from '../contract/address.ts'
import { showLinkMenu } from './menu.ts'
import type { OneDialog } from './one-dialog.ts'
import { licensesFile } from './paths.ts'
import { writePreferences } from './preferences.ts'
import { wayToReveal } from './reveal.ts'
import { isFromPage } from './security.ts'
import { shellAnswers, type ShellHandlers } from './shell-calls.ts'
import { showNotification, showProgress } from './system-signs.ts'
import { texts } from './text.ts'

interface ShellEvents {
  onLanguageChanged(): void
  onRestartBackend(): void
}

/** Answers the few calls that the page may make of main. */
export function serveShell(dialogs: OneDialog, events: ShellEvents): void {
  const answers = shellAnswers(shellHandlers(dialogs, events))
  for (const [call, answer] of Object.entries(answers))
    ipcMain.handle(`shell:${call}`, async (event: IpcMainInvokeEvent, ...values: unknown[]) => {
      return await answer(isFromPage(event) ? BrowserWindow.fromWebContents(event.sender) : null, values)
    })
}

function shellHandlers(dialogs: OneDialog, events: ShellEvents): ShellHandlers<BrowserWindow> {
  return {
    chooseModelFiles: (window) => dialogs.show(() => chooseModelFiles(window), []),
    chooseFolder: (window, { current }) => dialogs.show(() => chooseFolder(window, current), null),
    revealFile: async (_window, path) => {
      const way = await wayToReveal(path, app.getPath('userData'))
      if (way === 'open') await shell.openPath(path)
      else if (way === 'show') shell.showItemInFolder(path)
      return way !== null
    },
    openLink: (window, href) => dialogs.show(() => openLink(window, href), false),
    showLinkMenu: async (window, href) => {
      const address = openableAddress(href)
      if (address !== null) showLinkMenu(window, address)
    },
    copyText: async (_window, text) => clipboard.writeText(text),
    setTheme: async (_window, theme) => {
      nativeTheme.themeSource = theme
      writePreferences({ theme })
    },
    setLanguage: async (_window, language) => {
      writePreferences({ language })
      events.onLanguageChanged()
    },
    setProgress: async (window, progress) => showProgress(window, progress),
    notify: async (window, note) => showNotification(window, note),
    readLicenses: () => readFile(licensesFile, 'utf8'),
    restartBackend: async () => events.onRestartBackend(),
  }
}

async function chooseModelFiles(window: BrowserWindow): Promise<string[]> {
  const t = texts()
  const answer = await dialog.showOpenDialog(window, {
    title: t.chooseModels,
    filters: [{ name: t.ggufFiles, extensions: ['gguf'] }],
    properties: ['openFile', 'multiSelections'],
  })
  return answer.filePaths
}

async function chooseFolder(window: BrowserWindow, current: string): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: texts().chooseFolder,
    defaultPath: current,
    properties: ['openDirectory', 'createDirectory'],
  })
  return answer.filePaths[0] ?? null
}

/** The only place that opens anything outside: web and mail addresses, each after a confirmation that shows where it leads. */
async function openLink(window: BrowserWindow, href: string): Promise<boolean> {
  const address = openableAddress(href)
  if (address === null) return false
  const t = texts()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t.openLink,
    detail: `${address}\n\n${t.openLinkDetail}`,
    buttons: [t.open, t.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return false
  await shell.openExternal(address)
  return true
}
