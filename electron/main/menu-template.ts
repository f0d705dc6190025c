import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../contract/shell.ts'
import type { Words } from './words.ts'

type Item = MenuItemConstructorOptions

/** What the application's menu depends on besides the language. */
export interface MenuOptions {
  mac: boolean
  /** With the developer tools. */
  developing: boolean
  /** A command of the page was chosen. */
  onCommand: (command: MenuCommand) => void
}

const separator: Item = { type: 'separator' }

/** The application's menu. Every item has its label from `words`: one that is left to its role would be in English. */
export function menuTemplate(words: Words, { mac, developing, onCommand }: MenuOptions): Item[] {
  const command = (label: string, id: MenuCommand, accelerator: string): Item => ({
    label,
    accelerator,
    click: () => onCommand(id),
  })
  const settings = command(words.settings, 'settings', 'CmdOrCtrl+,')
  const application: Item = {
    label: 'Hearth',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settings,
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      { role: 'quit', label: words.quitHearth },
    ],
  }
  const file: Item = {
    label: words.file,
    submenu: [
      command(words.newChat, 'new-chat', 'CmdOrCtrl+N'),
      command(words.addModel, 'add-model', 'CmdOrCtrl+O'),
      ...(mac ? [] : [separator, settings]),
      separator,
      mac ? { role: 'close', label: words.closeWindow } : { role: 'quit', label: words.quit },
    ],
  }
  const edit: Item = {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'delete', label: words.delete },
      separator,
      { role: 'selectAll', label: words.selectAll },
    ],
  }
  const view: Item = {
    label: words.view,
    submenu: [
      command(words.search, 'search', 'CmdOrCtrl+K'),
      command(words.models, 'models', 'CmdOrCtrl+Shift+M'),
      separator,
      command(words.sidebar, 'toggle-sidebar', 'CmdOrCtrl+B'),
      command(words.inspector, 'toggle-inspector', 'CmdOrCtrl+I'),
      separator,
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { role: 'togglefullscreen', label: words.fullScreen },
      ...(developing ? [{ role: 'toggleDevTools', label: words.developerTools } satisfies Item] : []),
    ],
  }
  const window: Item = {
    label: words.window,
    role: 'window',
    submenu: [
      { role: 'minimize', label: words.minimize },
      ...(mac
        ? [{ role: 'zoom', label: words.zoomWindow } satisfies Item, separator, front(words)]
        : [{ role: 'close', label: words.closeWindow } satisfies Item]),
    ],
  }
  return [...(mac ? [application] : []), file, edit, view, window]
}

function front(words: Words): Item {
  return { role: 'front', label: words.allToFront }
}

/** Where the menu of a place in the page was asked for, as Electron tells it. */
export interface Place {
  isEditable: boolean
  selectionText: string
  editFlags: Partial<Record<'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll', boolean>>
}

/** The menu of a place in the page: what can be done with its text. Empty where there is nothing. */
export function placeTemplate(words: Words, { isEditable, selectionText, editFlags }: Place): Item[] {
  const { canCut = false, canCopy = false, canPaste = false, canSelectAll = false } = editFlags
  if (!isEditable && selectionText.trim() === '') return []
  const copy: Item = { role: 'copy', label: words.copy, enabled: canCopy }
  const change: Item[] = [
    { role: 'cut', label: words.cut, enabled: canCut },
    copy,
    { role: 'paste', label: words.paste, enabled: canPaste },
  ]
  const all: Item = { role: 'selectAll', label: words.selectAll, enabled: canSelectAll }
  return [...(isEditable ? change : [copy]), separator, all]
}

/** The menu of a link. */
export function linkTemplate(words: Words, onCopy: () => void): Item[] {
  return [{ label: words.copyAddress, click: onCopy }]
}
