import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../contract/shell.ts'
import { texts } from './text.ts'

/** (Re)builds the application's menu in the language in force. Its commands are carried out by the page. */
export function installMenu(window: () => BrowserWindow | null): void {
  const t = texts()
  const command = (label: string, id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator ? { accelerator } : {}),
    click: () => window()?.webContents.send('menu-command', id),
  })
  const mac = process.platform === 'darwin'
  const appMenu: MenuItemConstructorOptions[] = mac
    ? [
        {
          label: app.name,
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            command(t.settings, 'settings', 'CmdOrCtrl+,'),
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'quit' },
          ],
        },
      ]
    : []
  const settings = mac ? [] : [{ type: 'separator' as const }, command(t.settings, 'settings', 'CmdOrCtrl+,')]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...appMenu,
      {
        label: t.file,
        submenu: [
          command(t.newChat, 'new-chat', 'CmdOrCtrl+N'),
          command(t.addModel, 'add-model', 'CmdOrCtrl+O'),
          ...settings,
          { type: 'separator' },
          mac ? { role: 'close' } : { role: 'quit' },
        ],
      },
      { label: t.edit, role: 'editMenu' },
      {
        label: t.view,
        submenu: [
          command(t.search, 'search', 'CmdOrCtrl+K'),
          command(t.models, 'models', 'CmdOrCtrl+Shift+M'),
          { type: 'separator' },
          command(t.sidebar, 'toggle-sidebar', 'CmdOrCtrl+B'),
          command(t.inspector, 'toggle-inspector', 'CmdOrCtrl+I'),
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
        ],
      },
      { label: t.window, role: 'windowMenu' },
    ]),
  )
}
