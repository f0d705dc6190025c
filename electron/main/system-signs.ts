import { join } from 'node:path'
import { app, dialog, Notification, type BrowserWindow } from 'electron'
import type { MenuCommand } from '../contract/shell.ts'
import { iconFile } from './paths.ts'

/** Notifications that are still to be seen: one that nobody holds is collected, and its click is lost. */
const shown = new Set<Notification>()

/** How far long work is, on the taskbar: 0 to 1; null: none is under way. */
export function showProgress(window: BrowserWindow, progress: number | null): void {
  window.setProgressBar(progress ?? -1)
}

/** A notification of the system; its click brings the window to the front, with *Models* shown. Nothing where the system has none. */
export function showNotification(window: BrowserWindow, { title, body }: { title: string; body: string }): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body, icon: iconFile })
  shown.add(notification)
  notification.on('close', () => shown.delete(notification))
  notification.on('click', () => {
    shown.delete(notification)
    bringModels(window)
  })
  notification.show()
}

function bringModels(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  const command: MenuCommand = 'models'
  window.webContents.send('menu-command', command)
}

/** Asks where to save the connections; null when cancelled. A file among the person's documents is proposed. */
export async function chooseExportFile(window: BrowserWindow): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), 'hearth-connections.csv')
  const answer = await dialog.showSaveDialog(window, { defaultPath })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}
