import type { Locator, Page } from '@playwright/test'
import { join } from 'node:path'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { chooseInMenu, lastMenu, stubContextMenus } from '../fixtures/menus.ts'
import { sharedTest as test } from '../fixtures/shared.ts'
import { openAnswer } from '../fixtures/stored-answer.ts'
import { expect } from '../fixtures/test.ts'

test('a whole conversation without the mouse', async ({ chat }) => {
  const { page } = chat
  const { keyboard } = page

  // Choose a model.
  await tabTo(page, /^Model: /)
  await keyboard.press('Enter')
  await keyboard.type('speak')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Model: Speaker', exact: true })).toBeVisible()

  // Ask, and edit the question.
  await chat.message.focus()
  await keyboard.type('A line')
  await keyboard.press('Shift+Enter')
  await keyboard.type('and another')
  await keyboard.press('Enter')
  await chat.answered()
  await expect(chat.ownMessages).toContainText('and another')
  await expect(chat.message).toBeFocused()
  await keyboard.press('ArrowUp')
  await expect(page.getByRole('textbox', { name: 'New text' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'New text' })).toBeHidden()

  // Regenerate.
  await tabTo(page, 'Regenerate')
  await keyboard.press('Enter')
  await expect(chat.lastAnswer).toContainText('2/2')

  // A new chat, the list, the other views and back.
  await keyboard.press('Control+N')
  await expect(chat.message).toBeFocused()
  await expect(chat.log.getByRole('article')).toHaveCount(0)
  await keyboard.press('Control+K')
  await expect(page.getByRole('searchbox', { name: 'Search conversations' })).toBeFocused()
  await keyboard.type('line')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(chat.ownMessages).toContainText('A line')
  await keyboard.press('Control+,')
  await expect(page.getByRole('heading', { name: 'General', level: 1 })).toBeVisible()
  await keyboard.press('Escape')
  await expect(chat.message).toBeVisible()
})

test('just typing goes into the message', async ({ chat }) => {
  await expect(chat.message).toBeFocused()
  await chat.message.blur()
  await chat.page.keyboard.type('hello')
  await expect(chat.message).toHaveValue('hello')
})

test('a button that goes with what it did does not take the focus with it', async ({ chat }) => {
  const button = (name: string): Locator => chat.lastAnswer.getByRole('button', { name })
  await chat.choose('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
  await button('Regenerate').press('Enter')
  await expect(chat.lastAnswer).toContainText('2/2')
  await expect(chat.message).toBeFocused()
  await chat.answered()

  // What moves between versions is in the place of what was pressed; at the end of them, its neighbour.
  await button('Previous version').press('Enter')
  await expect(chat.lastAnswer).toContainText('1/2')
  await expect(button('Next version')).toBeFocused()
  await chat.page.keyboard.press('Enter')
  await expect(chat.lastAnswer).toContainText('2/2')
  await expect(button('Previous version')).toBeFocused()

  await chat.page.keyboard.press('Control+I')
  const maximum = chat.page.getByRole('textbox', { name: 'Maximum length' })
  await maximum.fill('4000')
  await maximum.press('Enter')
  await chat.page.getByRole('button', { name: 'Maximum length: back to automatic' }).press('Enter')
  await expect(maximum).toHaveValue('')
  await expect(maximum).toBeFocused()
  await chat.page.keyboard.press('Control+I')

  await chat.choose('Endless')
  await chat.ask('Count')
  await chat.answering()
  await chat.stop.press('Enter')
  await expect(chat.message).toBeFocused()
  await button('Continue').press('Enter')
  await expect(chat.stop).toBeVisible()
  await expect(chat.message).toBeFocused()
  await chat.page.keyboard.press('Escape')
  await chat.answered()
})

test('in a drawer, Escape is first for the field that does something with it', async ({ hearth, chat }) => {
  const { page } = chat
  const resize = (width: number, height: number): Promise<void> =>
    hearth.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
  await chat.choose('Speaker')
  await chat.ask('Names for a dog')
  await chat.answered()
  await resize(900, 600)
  await expect(chat.conversations).toBeHidden()
  await page.keyboard.press('Control+K')
  const search = page.getByRole('searchbox', { name: 'Search conversations' })
  await page.keyboard.type('dog')
  await page.keyboard.press('Escape')
  await expect(search).toHaveValue('')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'New title' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(chat.conversation('Names for a dog')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(chat.conversations).toBeHidden()
  await resize(1280, 800)
  await expect(chat.conversations).toBeVisible()
})

test('texts and links have their menu, by the mouse and by the key', async ({ hearth, chat }) => {
  const text = 'Read [the page](https://example.org/path?q=1), or something else.'
  await openAnswer(hearth, text)
  await stubContextMenus(hearth.app)
  const menu = (): Promise<string[]> => lastMenu(hearth.app)
  await hearth.app.evaluate(({ clipboard }) => clipboard.writeText('something to paste'))
  await chat.message.fill('words')
  await chat.message.click({ button: 'right' })
  await expect.poll(menu).toEqual(['Paste', 'Select all'])
  await chat.message.press('Control+A')
  await chat.message.press('ContextMenu')
  await expect.poll(menu).toEqual(['Cut', 'Copy', 'Paste', 'Select all'])
  // A link that a model wrote.
  const link = chat.log.getByRole('link', { name: 'the page' })
  await link.click({ button: 'right' })
  await expect.poll(menu).toContain('Copy link address')
  await chooseInMenu(hearth.app, 'Copy link address')
  const copied = (): Promise<string> => hearth.app.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toBe('https://example.org/path?q=1')
})

test('a shortcut right after a menu was left is what counts', async ({ chat }) => {
  const { page } = chat
  await chat.choose('Speaker')
  await chat.ask('Names for a cat')
  await chat.answered()
  await chat.conversation('Names for a cat').click({ button: 'right' })
  await expect(page.getByRole('menu', { name: 'Chat' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+K')
  await page.keyboard.type('cat')
  await expect(page.getByRole('searchbox', { name: 'Search conversations' })).toHaveValue('cat')

  // Without one, the focus is back on the row.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu', { name: 'Chat' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(chat.conversation('Names for a cat')).toBeFocused()
})

test('a dialog gives the focus back to what it was opened by', async ({ hearth, profile, chat }) => {
  const { page } = chat
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  const leave = async (): Promise<void> => {
    await expect(dialog).toBeVisible()
    await expect.poll(() => dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }

  // A shortcut, from wherever one is.
  await stubOpenDialog(hearth.app, [join(profile, 'models/Speaker.gguf')])
  await expect(chat.message).toBeFocused()
  await page.keyboard.press('Control+O')
  await leave()
  await expect(chat.message).toBeFocused()

  // A button in the list of models, which is gone by then.
  await chat.model.click()
  await page.getByText('Add model file…').click()
  await leave()
  await expect(chat.model).toBeFocused()

  // The items of a menu, one of which asks before it deletes.
  await page.getByRole('link', { name: 'Models' }).click()
  const items = { Speaker: 'Delete…', 'SmolLM2 135M': 'Chat template…' }
  for (const [model, item] of Object.entries(items)) {
    const menu = page.getByRole('button', { name: `More for ${model}` })
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: item }).press('Enter')
    await leave()
    await expect(menu).toBeFocused()
  }
})

/** Presses Tab until the named button has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole('button', { name }).last()
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((button) => button === document.activeElement)) return
  }
  throw new Error(`Tab does not reach ${String(name)}`)
}
