import { useEffect, useEffectEvent } from 'react'

const isMac = (): boolean => window.hearth.platform === 'darwin'
const arrows = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }
const macSigns: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Escape: 'Esc', ...arrows }
const plainNames: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc', ...arrows }

/** `Mod+Shift+K` as this platform writes it: Ctrl Shift K, or ⌘⇧K. */
export function shortcutText(shortcut: string): string {
  const keys = shortcut.split('+')
  return isMac()
    ? keys.map((key) => macSigns[key] ?? key).join('')
    : keys.map((key) => plainNames[key] ?? key).join(' ')
}

/** `Mod+K` as `aria-keyshortcuts` wants it. */
export function ariaShortcut(shortcut: string): string {
  return shortcut.replace('Mod', isMac() ? 'Meta' : 'Control').replace('Del', 'Delete')
}

/** The shortcut that goes a step back, as each platform's browsers have it. */
export function backShortcut(): string {
  return isMac() ? 'Mod+[' : 'Alt+ArrowLeft'
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'>

/** Whether a key press is this shortcut and not part of composing a character. */
export function matchesShortcut(event: KeyPress, shortcut: string): boolean {
  const keys = shortcut.split('+')
  const mod = isMac() ? event.metaKey : event.ctrlKey
  const otherMod = isMac() ? event.ctrlKey : event.metaKey
  return (
    !event.isComposing &&
    event.key.toLowerCase() === keys.at(-1)?.toLowerCase() &&
    mod === keys.includes('Mod') &&
    event.shiftKey === keys.includes('Shift') &&
    event.altKey === keys.includes('Alt') &&
    !otherMod
  )
}

/** Whether typing goes into this element. */
export function isEditable(element: EventTarget | null): element is HTMLInputElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(element.type))
  )
}

/** Keys that only closed what happened to be open, and are as free as before. */
const shared = new WeakSet<Event>()

/** Lets shortcuts have a key although it is taken by what merely happens to be open: a tooltip. */
export function shareKey(event: Event): void {
  shared.add(event)
}

/** Whether nobody handled the key. */
export function isFree(event: Event): boolean {
  return !event.defaultPrevented || shared.has(event)
}

/** Takes the key for whoever handles it. */
export function takeKey(event: Event): void {
  shared.delete(event)
  event.preventDefault()
}

/**
 * Calls the handler for a shortcut (`Mod+N`, `Escape`) anywhere in the window while mounted and `enabled`, unless somebody handled
 * the key already. The key is taken, unless the handler answers false.
 */
export function useShortcut(shortcut: string, handler: (event: KeyboardEvent) => unknown, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isFree(event) || !matchesShortcut(event, shortcut)) return
    if (handler(event) !== false) takeKey(event)
  })
  useEffect(() => {
    if (!enabled) return
    const listener = (event: KeyboardEvent): void => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [enabled])
}
