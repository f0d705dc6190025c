import { useEffect } from 'react'
import { flushSync } from 'react-dom'
import { backShortcut, isEditable, useShortcut } from '@renderer/ui/shortcut.ts'
import { chooseModelFiles } from './add-models.ts'
import { runCommand, useCommand } from './commands.ts'
import { go, paths } from './routes.ts'
import { closeDrawer, openSide, toggleSide } from './state/layout.ts'
import { undoLastRemoval } from './trash.ts'

/**
 * What the application as a whole does at its commands, and the shortcuts and menu that give them. `focusSearch` puts the cursor into the
 * sidebar's search field, which is there by then.
 */
export function useApplicationCommands(focusSearch: () => void): void {
  useCommand('new-chat', () => {
    closeDrawer()
    go(paths.newChat)
  })
  useCommand('search', () => {
    flushSync(() => openSide('sidebar'))
    focusSearch()
  })
  useCommand('settings', () => {
    closeDrawer()
    go(paths.settings())
  })
  useCommand('models', () => {
    closeDrawer()
    go(paths.models)
  })
  useCommand('add-model', () => void chooseModelFiles())
  useCommand('toggle-sidebar', () => toggleSide('sidebar'))
  useCommand('toggle-inspector', () => toggleSide('inspector'))

  useShortcut('Mod+N', () => runCommand('new-chat'))
  useShortcut('Mod+K', () => runCommand('search'))
  useShortcut('Mod+,', () => runCommand('settings'))
  useShortcut('Mod+O', () => runCommand('add-model'))
  useShortcut('Mod+Shift+M', () => runCommand('models'))
  useShortcut('Mod+B', () => runCommand('toggle-sidebar'))
  useShortcut('Mod+I', () => runCommand('toggle-inspector'))
  useShortcut(backShortcut(), () => history.back())
  // Where it would not undo typing.
  useShortcut('Mod+Z', ({ target }) => (!isEditable(target) || target.value === '') && undoLastRemoval())
  useEffect(() => window.hearth.onMenuCommand(runCommand), [])
}
