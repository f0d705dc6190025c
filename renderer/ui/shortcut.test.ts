import { describe, expect, it } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { ariaShortcut, backShortcut, isFree, matchesShortcut, shareKey, shortcutText, takeKey } from './shortcut.ts'

type KeyPress = Parameters<typeof matchesShortcut>[0]

function press(key: string, keys: Partial<KeyPress> = {}): KeyPress {
  return { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false, ...keys, key }
}

describe('on Linux and Windows', () => {
  it('Mod is Ctrl alone', () => {
    openNodePage('en', 'linux')
    expect(matchesShortcut(press('n', { ctrlKey: true }), 'Mod+N')).toBe(true)
    expect(matchesShortcut(press('n', { metaKey: true }), 'Mod+N')).toBe(false)
    expect(matchesShortcut(press('n', { ctrlKey: true, metaKey: true }), 'Mod+N')).toBe(false)
    expect(matchesShortcut(press('n'), 'Mod+N')).toBe(false)
  })

  it('is written with words', () => {
    openNodePage('en', 'win32')
    expect(shortcutText('Mod+Shift+K')).toBe('Ctrl Shift K')
    expect(shortcutText(backShortcut())).toBe('Alt ←')
    expect(ariaShortcut('Mod+K')).toBe('Control+K')
  })
})

describe('on a Mac', () => {
  it('Mod is Command alone', () => {
    openNodePage('en', 'darwin')
    expect(matchesShortcut(press('n', { metaKey: true }), 'Mod+N')).toBe(true)
    expect(matchesShortcut(press('n', { ctrlKey: true }), 'Mod+N')).toBe(false)
  })

  it('is written with signs', () => {
    openNodePage('en', 'darwin')
    expect(shortcutText('Mod+Shift+K')).toBe('⌘⇧K')
    expect(shortcutText(backShortcut())).toBe('⌘[')
    expect(ariaShortcut('Mod+K')).toBe('Meta+K')
  })
})

describe('everywhere', () => {
  it('takes exactly its keys, whatever Shift makes of the letter', () => {
    openNodePage()
    expect(matchesShortcut(press('K', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+K')).toBe(true)
    expect(matchesShortcut(press('K', { ctrlKey: true, shiftKey: true }), 'Mod+K')).toBe(false)
    expect(matchesShortcut(press('Escape'), 'Escape')).toBe(true)
    expect(matchesShortcut(press('Escape', { altKey: true }), 'Escape')).toBe(false)
  })

  it('never takes a key that composes a character', () => {
    openNodePage()
    expect(matchesShortcut(press('Enter', { isComposing: true }), 'Enter')).toBe(false)
  })
})

describe('a key', () => {
  it('that somebody handled is not free', () => {
    const event = new Event('keydown', { cancelable: true })
    expect(isFree(event)).toBe(true)
    takeKey(event)
    expect(isFree(event)).toBe(false)
  })

  it('that only closed a tooltip is free until somebody takes it', () => {
    const event = new Event('keydown', { cancelable: true })
    shareKey(event)
    event.preventDefault()
    expect(isFree(event)).toBe(true)
    takeKey(event)
    expect(isFree(event)).toBe(false)
  })
})
