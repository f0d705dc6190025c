import { z } from 'zod'
import { longestAddress } from './address.ts'

/** What happened to the backend, for the page that lost its port. */
export const backendTroubleSchema = z.discriminatedUnion('type', [
  /** It ended and is being started again; a new port follows. */
  z.object({ type: z.literal('restarting') }),
  /** It ended too often or cannot start; nothing follows until `restartBackend`. */
  z.object({
    type: z.literal('stopped'),
    kind: z.enum(['crashed', 'database-newer', 'database-damaged', 'storage', 'other']),
    detail: z.string(),
  }),
])
export type BackendTrouble = z.infer<typeof backendTroubleSchema>

/** Inputs of the calls that the page may make of main, by name. Each is validated in main, and so is the sender. */
export const shellInputs = {
  /** Opens the system's file dialog for `.gguf` files; answers absolute paths, none when cancelled. */
  chooseModelFiles: z.tuple([]),
  /** Opens the system's folder dialog; null when cancelled. */
  chooseFolder: z.tuple([z.object({ current: z.string().max(4096) })]),
  /** Shows a file or a folder in the system's file manager, where it lies; the data folder and the models folder in it are opened there. False when there is none. */
  revealFile: z.tuple([z.string().min(1).max(4096)]),
  /** Asks in a dialog of the system, showing the whole target, and opens it in the browser if the person agrees. https and mailto only. */
  openLink: z.tuple([z.string().min(1).max(longestAddress)]),
  /** Shows the menu of a link at the pointer: it copies the address. https and mailto only. */
  showLinkMenu: z.tuple([z.string().min(1).max(longestAddress)]),
  /** Puts text on the clipboard (the page itself has no permission at all). */
  copyText: z.tuple([z.string().max(8_000_000)]),
  /** The theme of native things: menus, dialogs, the window before its first paint. */
  setTheme: z.tuple([z.enum(['system', 'light', 'dark'])]),
  /** The language of native menus and dialogs. */
  setLanguage: z.tuple([z.enum(['en', 'zh-CN'])]),
  /** How far long work is, on the taskbar: 0 to 1; null: none is under way. */
  setProgress: z.tuple([z.number().min(0).max(1).nullable()]),
  /** A notification of the system. Clicking it brings the window to the front, with *Models* shown. */
  notify: z.tuple([z.object({ title: z.string().max(200), body: z.string().max(500) })]),
  /** The licences of what Hearth is made with, as one text. */
  readLicenses: z.tuple([]),
  /** A person asked to try again after the breaker opened. */
  restartBackend: z.tuple([]),
} as const
export type ShellCall = keyof typeof shellInputs

/**
 * What main answers a call with: its output, or why it was not carried out. A value also then: Electron writes each error of a handler
 * to the log, and a page that floods main with calls would be waited for there.
 */
export type ShellReply = { output: unknown } | { refused: 'sender' | 'too-many' | 'malformed' }

interface ShellOutputs {
  chooseModelFiles: string[]
  chooseFolder: string | null
  revealFile: boolean
  openLink: boolean
  showLinkMenu: void
  copyText: void
  setTheme: void
  setLanguage: void
  setProgress: void
  notify: void
  readLicenses: string
  restartBackend: void
}

/** A command of the application's menu, or its shortcut, for the page to carry out. */
export const menuCommandSchema = z.enum([
  'new-chat',
  'search',
  'settings',
  'models',
  'add-model',
  'toggle-sidebar',
  'toggle-inspector',
])
export type MenuCommand = z.infer<typeof menuCommandSchema>

/** All that the page gets from the preload, as `window.hearth`. The backend port itself comes by `postMessage`. */
export type Shell = {
  [C in ShellCall]: (...input: z.infer<(typeof shellInputs)[C]>) => Promise<ShellOutputs[C]>
} & {
  platform: 'linux' | 'darwin' | 'win32'
  /** The system's preferred language, BCP 47. */
  systemLanguage: string
  /** Asks main for a (new) port to the backend; it arrives as a message event `hearth:port` with the port. */
  requestPort(): void
  /** The file system path of a file that was dropped on the window. */
  pathOfFile(file: File): string
  onBackendTrouble(listener: (trouble: BackendTrouble) => void): () => void
  onMenuCommand(listener: (command: MenuCommand) => void): () => void
}
