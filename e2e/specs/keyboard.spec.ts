import type { Page } from '@playwright/test'
import { installModels } from '../fixtures/models.ts'
import { expect, test } from '../fixtures/test.ts'

test('a whole conversation without the mouse', async ({ profile, chat }) => {
  const { page } = chat
  const { keyboard } = page
  await installModels(profile, 'Speaker', 'Endless')
  await expect(chat.message).toBeFocused()

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

/** Presses Tab until the named button has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole('button', { name }).last()
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((button) => button === document.activeElement)) return
  }
  throw new Error(`Tab does not reach ${String(name)}`)
}
