import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { portMessage } from '../contract/page-port.ts'
import type { BackendTrouble, MenuCommand, Shell, ShellCall, ShellReply } from '../contract/shell.ts'

/** Calls main; every call and its input is checked there. Throws when it was refused. */
const call = <C extends ShellCall>(name: C): Shell[C] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- main validates what goes out, and answers by the same contract
  (async (...input: unknown[]): Promise<unknown> => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `ipcRenderer` knows nothing of what main answers
    const reply = (await ipcRenderer.invoke(`shell:${name}`, ...input)) as ShellReply
    if ('refused' in reply) throw new Error(`${name}: ${reply.refused}`)
    return reply.output
  }) as Shell[C]

/** What main tells the page without being asked. */
interface Announcements {
  'backend-trouble': BackendTrouble
  'menu-command': MenuCommand
}

/** Listens without ever handing Electron's event object to the page. */
function listen<C extends keyof Announcements>(channel: C, listener: (value: Announcements[C]) => void): () => void {
  const forward = (_event: IpcRendererEvent, value: Announcements[C]): void => listener(value)
  ipcRenderer.on(channel, forward)
  return () => ipcRenderer.off(channel, forward)
}

function platform(): Shell['platform'] {
  const name = process.platform
  return name === 'darwin' || name === 'win32' ? name : 'linux'
}

const hearth: Shell = {
  platform: platform(),
  systemLanguage: navigator.language,
  chooseModelFiles: call('chooseModelFiles'),
  chooseFolder: call('chooseFolder'),
  revealFile: call('revealFile'),
  openLink: call('openLink'),
  showLinkMenu: call('showLinkMenu'),
  copyText: call('copyText'),
  setTheme: call('setTheme'),
  setLanguage: call('setLanguage'),
  setProgress: call('setProgress'),
  notify: call('notify'),
  readLicenses: call('readLicenses'),
  restartBackend: call('restartBackend'),
  requestPort: () => ipcRenderer.send('request-port'),
  pathOfFile: (file) => webUtils.getPathForFile(file),
  onBackendTrouble: (listener) => listen('backend-trouble', listener),
  onMenuCommand: (listener) => listen('menu-command', listener),
}

contextBridge.exposeInMainWorld('hearth', hearth)

ipcRenderer.on('port', (event) => window.postMessage(portMessage, location.origin, event.ports))
