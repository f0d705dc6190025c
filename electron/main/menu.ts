import { app, clipboard, Menu, type BrowserWindow } from 'electron'
import { linkTemplate, menuTemplate, placeTemplate } from './menu-template.ts'
import { texts } from './text.ts'

/** (Re)builds the application's menu in the language in force. Its commands are carried out by the page. */
export function installMenu(window: () => BrowserWindow | null): void {
  const template = menuTemplate(texts(), {
    mac: process.platform === 'darwin',
    developing: !app.isPackaged,
    onCommand: (command) => window()?.webContents.send('menu-command', command),
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** Gives texts their menu: by the right button, or the key for it. */
export function offerPlaceMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, place) => {
    const template = placeTemplate(texts(), place)
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
}

/** Shows the menu of a link to this address. */
export function showLinkMenu(window: BrowserWindow, address: string): void {
  const template = linkTemplate(texts(), () => void clipboard.writeText(address))
  Menu.buildFromTemplate(template).popup({ window })
}
