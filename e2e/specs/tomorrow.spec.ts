import { installModels } from '../fixtures/models.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'

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
  expect(await again.lastAnswer.innerText()).toBe(answer)
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
  await expect(again.lastAnswer).toContainText('Interrupted when Hearth was closed.')
  await expect(again.lastAnswer).toContainText('word39')
  await again.lastAnswer.getByRole('button', { name: 'Continue' }).click()
  await expect(again.stop).toBeVisible()
  await again.stop.click()
  await expect(again.lastAnswer).toContainText('Stopped.')
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

test('a second start brings the first window to the front instead of opening another', async ({ hearth, launch }) => {
  await expect(launch()).rejects.toThrow()
  await expect(new ChatPage(hearth.page).message).toBeVisible()
  expect(hearth.app.windows()).toHaveLength(1)
})
