import type { Shell } from '@contract/shell.ts'

declare global {
  interface Window {
    /** What the preload exposes; nothing else of the outside reaches the page. */
    readonly hearth: Shell
  }
}
