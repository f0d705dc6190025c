import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { installModels } from '../fixtures/models.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'
import { SettingsPage } from '../pages/settings-page.ts'

test('tomorrow the conversation is there, under the words it began with', async ({ launch }) => {
  const today = await launch()
  const chat = new ChatPage(today.page)
  await chat.limitAnswers(100)
  await chat.ask('Name three birds of the sea, **please**')
  await chat.answered()
  const answer = await chat.lastAnswer.innerText()
  await today.quit()

  const tomorrow = await launch()
  const again = new ChatPage(tomorrow.page)
  await again.conversation('Name three birds of the sea, please').click()
  await expect(again.ownMessages).toContainText('Name three birds of the sea')
  // A row is hidden for the moment in which it is measured.
  await expect.poll(() => again.lastAnswer.innerText()).toBe(answer)
})

test('an answer that was interrupted by quitting is marked and can be continued', async ({ profile, launch }) => {
  await installModels(profile, 'Endless')
  const today = await launch()
  const chat = new ChatPage(today.page)
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word39')
  await today.quit()

  const tomorrow = await launch()
  const again = new ChatPage(tomorrow.page)
  await again.conversation('Count').click()
  await expect(again.lastAnswer).toContainText('Interrupted. What was written is kept.')
  await expect(again.lastAnswer).toContainText('word39')
  await again.lastAnswer.getByRole('button', { name: 'Continue' }).click()
  await expect(again.stop).toBeVisible()
  await again.stop.click()
  await expect(again.lastAnswer).toContainText('Stopped.')
})

test('a model that is large enough gives a conversation a title after its first answer', async ({ profile, chat }) => {
  mkdirSync(join(profile, 'models'), { recursive: true })
  const namer = { name: 'Namer', replies: ['Things that float'], millions: 500 }
  await writeTinyModel(join(profile, 'models/Namer.gguf'), namer)
  await chat.choose('Namer')
  await chat.ask('Is wood lighter than water?')
  await expect(chat.conversation('Is wood lighter than water?')).toBeVisible()
  await chat.answered()
  await expect(chat.conversation('Things that float')).toBeVisible({ timeout: 60_000 })
  await expect(chat.conversation('Is wood lighter than water?')).toHaveCount(0)
  await expect(chat.ownMessages).toContainText('Is wood lighter than water?')
})

test('what was typed and not sent is still there', async ({ launch }) => {
  const today = await launch()
  await new ChatPage(today.page).message.pressSequentially('An unfinished tho')
  await today.quit()
  const tomorrow = await launch()
  await expect(new ChatPage(tomorrow.page).message).toHaveValue('An unfinished tho')
})

sharedTest('conversations stand by day, are renamed and deleted, and Undo brings one back', async ({ chat }) => {
  const { page } = chat
  for (const question of ['About apples', 'About pears']) {
    await page.getByRole('button', { name: 'New chat' }).click()
    await chat.choose('Speaker')
    await chat.ask(question)
    await chat.answered()
  }
  await expect(page.getByText('Today', { exact: true })).toBeVisible()
  await chat.conversation('About apples').focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'New title' }).fill('The orchard')
  await page.keyboard.press('Enter')
  await expect(chat.conversation('The orchard')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(chat.conversation('The orchard')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await chat.conversation('The orchard').click()
  await expect(chat.ownMessages).toContainText('About apples')
})

sharedTest('what was deleted comes back with Ctrl+Z or from Settings, or is deleted for good', async ({ chat }) => {
  const { page } = chat
  const deleted = page.getByRole('dialog', { name: 'Recently deleted' })
  const question = page.getByRole('alertdialog')
  await chat.choose('Speaker')
  const titles = ['About plums', 'About quinces', 'About medlars']
  for (const title of titles) {
    await page.keyboard.press('Control+N')
    await chat.ask(title)
    await chat.answered()
  }
  for (const title of titles) {
    await chat.conversation(title).focus()
    await page.keyboard.press('Delete')
    await expect(page.getByText(`“${title}” was deleted`)).toBeVisible()
  }

  // One after another, with the notices gone and the sidebar closed.
  await page.getByRole('button', { name: 'Dismiss' }).first().click()
  await page.keyboard.press('Control+B')
  await expect(chat.conversations).toBeHidden()
  await page.keyboard.press('Control+Z')
  await expect(page.getByText('“About medlars” is back')).toBeVisible()
  await expect(chat.ownMessages).toContainText('About medlars')
  await page.keyboard.press('Control+Z')
  await expect(page.getByText('“About quinces” is back')).toBeVisible()
  await page.keyboard.press('Control+B')
  await expect(chat.conversation('About quinces')).toBeVisible()
  await expect(chat.conversation('About plums')).toHaveCount(0)

  // Without the mouse: one is restored, the next one has the focus then.
  await chat.conversation('About medlars').focus()
  await page.keyboard.press('Delete')
  await new SettingsPage(page).open('Chat')
  const show = page.getByRole('button', { name: 'Show the chats that were recently deleted' })
  await show.press('Enter')
  await expect(deleted.getByRole('listitem').first()).toContainText(/About medlars.*30 days left/)
  await deleted.getByRole('button', { name: 'Restore “About medlars”' }).press('Enter')
  // What is behind the box is hidden from assistive technology.
  await expect(page.getByRole('link', { name: 'About medlars', includeHidden: true })).toBeVisible()
  await expect(deleted.getByRole('button', { name: 'Restore “About plums”' })).toBeFocused()
  await expect(page.getByText('“About medlars” is back')).toBeVisible()

  // What is lost is said before.
  await deleted.getByRole('button', { name: 'Delete “About plums” for good…' }).press('Enter')
  await expect(question).toContainText('2 messages are lost.')
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(deleted.getByRole('button', { name: 'Delete “About plums” for good…' })).toBeFocused()
  // One more Escape is for the box itself.
  await page.keyboard.press('Escape')
  await expect(show).toBeFocused()
  await show.press('Enter')
  await deleted.getByRole('button', { name: 'Delete all for good…' }).click()
  await question.getByRole('button', { name: 'Delete for good' }).click()
  await expect(deleted.getByText('No deleted chats')).toBeVisible()
  await expect(deleted).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(show).toBeFocused()
  await page.keyboard.press('Control+Z')
  await expect(chat.conversation('About medlars')).toBeVisible()
  await expect(chat.conversation('About plums')).toHaveCount(0)

  // The notice is over the box, and leads out of it.
  await chat.conversation('About medlars').focus()
  await page.keyboard.press('Delete')
  await show.click()
  await deleted.getByRole('button', { name: 'Restore “About medlars”' }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: '“About medlars” is back' })
    .getByRole('button', { name: 'Open' })
    .click()
  await expect(chat.ownMessages).toContainText('About medlars')
  await expect(deleted).toBeHidden()
})

test('a second start brings the first window to the front instead of opening another', async ({ hearth, launch }) => {
  await expect(launch()).rejects.toThrow()
  await expect(new ChatPage(hearth.page).message).toBeVisible()
  expect(hearth.app.windows()).toHaveLength(1)
})
