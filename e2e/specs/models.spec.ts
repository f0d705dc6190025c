import type { Page } from '@playwright/test'
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { dropFiles } from '../fixtures/drop.ts'
import { installModels, tinyModels } from '../fixtures/models.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'

/** Answers the question what is to become of files that are added: what is chosen already. */
async function useInPlace(page: Page): Promise<void> {
  const question = page.getByRole('dialog')
  await expect(question.getByRole('radio', { name: /^Use in place/ })).toBeChecked()
  await expect(question.getByRole('listitem')).toHaveText(/\.gguf[\d.]+\s[kM]?B$/)
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
}

sharedTest('every model of the folder is in the picker, type to filter, and a chosen one answers', async ({ chat }) => {
  await chat.model.click()
  await expect(chat.page.getByRole('option')).toHaveCount(Object.keys(tinyModels).length + 1)
  await chat.page.keyboard.type('thin')
  await expect(chat.page.getByRole('option')).toHaveCount(1)
  await chat.page.keyboard.press('Enter')
  await chat.ask('Hello')
  await chat.answered()
  await expect(chat.lastAnswer).toHaveAccessibleName('Answer by Thinker')
})

test('a model file that is added, or dropped on the window, is used where it is', async ({ hearth, profile, chat }) => {
  const elsewhere = join(profile, 'elsewhere')
  await installModels(elsewhere, 'Speaker', 'Thinker')
  await stubOpenDialog(hearth.app, [join(elsewhere, 'models/Speaker.gguf')])
  await chat.model.click()
  await chat.page.getByText('Add model file…').click()
  await useInPlace(chat.page)
  await expect(chat.page.getByText('Speaker was added')).toBeVisible()
  await chat.choose('Speaker')
  await chat.ask('Hello')
  await chat.answered()

  await dropFiles(chat.page, [join(elsewhere, 'models/Thinker.gguf')])
  await useInPlace(chat.page)
  await expect(chat.page.getByText('Thinker was added')).toBeVisible()
  await expect(chat.lastAnswer).toContainText('Apples')
  expect(chat.page.url()).toMatch(/^app:\/\/hearth\//)
})

test('a broken file gives a sentence that says what is wrong, and nothing else changes', async ({ profile, chat }) => {
  const elsewhere = join(profile, 'elsewhere')
  await installModels(elsewhere, 'Speaker')
  const cut = join(elsewhere, 'models/Speaker.gguf')
  truncateSync(cut, 1_000_000)
  const text = join(elsewhere, 'letter.gguf')
  writeFileSync(text, 'Dear landlord')
  await dropFiles(chat.page, [cut])
  await useInPlace(chat.page)
  await expect(chat.page.getByText('Speaker.gguf is incomplete: its end is missing.')).toBeVisible()
  await dropFiles(chat.page, [text])
  await useInPlace(chat.page)
  await expect(chat.page.getByText('letter.gguf is not a GGUF model file.')).toBeVisible()
  await chat.model.click()
  await expect(chat.page.getByRole('option')).toHaveCount(1)
})

test('a file that breaks while it is chosen leaves the chat as it was', async ({ profile, chat }) => {
  await installModels(profile, 'Speaker', 'Thinker')
  await chat.choose('Speaker')
  await chat.ask('Hello')
  await chat.answered()
  writeFileSync(join(profile, 'models/Thinker.gguf'), 'not any more')
  await chat.model.click()
  await expect(chat.page.getByRole('option', { name: /^Thinker/ })).toContainText('is not a GGUF model file')
  await chat.page.keyboard.press('Escape')
  await chat.ask('Again')
  await chat.answered()
  await expect(chat.lastAnswer).toHaveAccessibleName('Answer by Speaker')
})

test('a chat template that does not work: said, a standard format is one click away, and so is the way back', async ({
  profile,
  chat,
}) => {
  await installModels(profile, 'Stubborn')
  await chat.choose('Stubborn')
  await chat.ask('Hello')
  await expect(chat.lastAnswer).toContainText('chat template does not work')
  await chat.lastAnswer.getByRole('button', { name: 'Use a standard format' }).click()
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('Plums are blue.')
  const { page } = chat
  await page.getByRole('link', { name: 'Models' }).click()
  await page.getByRole('button', { name: 'More for Stubborn' }).click()
  await page.getByRole('menuitem', { name: 'Chat template…' }).click()
  await page.getByRole('button', { name: 'Use its own again' }).click()
  await expect(page.getByRole('button', { name: 'Use its own again' })).toBeHidden()
})

test('the Models view loads, makes default and unloads', async ({ profile, chat }) => {
  await installModels(profile, 'Speaker')
  const { page } = chat
  await page.getByRole('link', { name: 'Models' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Speaker' })
  await row.getByRole('button', { name: 'More for Speaker' }).click()
  await page.getByRole('menuitem', { name: 'Use for new chats' }).click()
  await expect(row).toContainText('Default')
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(page.getByRole('button', { name: /^Model: Speaker/ })).toBeVisible()
  await chat.ask('Hello')
  await chat.answered()
  await expect(chat.lastAnswer).toHaveAccessibleName('Answer by Speaker')
})
