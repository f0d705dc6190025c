import type { Locator } from '@playwright/test'
import { sharedTest as test } from '../fixtures/shared.ts'
import { expect } from '../fixtures/test.ts'

test('Stop keeps what was written, Continue goes on behind it', async ({ chat }) => {
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word39')
  await chat.stop.click()
  await expect(chat.lastAnswer).toContainText('Stopped. What was written is kept.')
  const stopped = await proseOf(chat.lastAnswer)
  await chat.lastAnswer.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(async () => (await proseOf(chat.lastAnswer)).length).toBeGreaterThan(stopped.length + 200)
  expect((await proseOf(chat.lastAnswer)).startsWith(stopped)).toBe(true)
  await chat.page.keyboard.press('Escape')
  await chat.answered()
})

test('Escape stops, also when the focus is in the composer with the next message begun', async ({ chat }) => {
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word10')
  await chat.message.pressSequentially('the next')
  await chat.page.keyboard.press('Escape')
  await expect(chat.lastAnswer).toContainText('Stopped.')
  await expect(chat.message).toHaveValue('the next')
})

test('Regenerate keeps the earlier answer as a sibling, and ‹ › moves between them', async ({ chat }) => {
  await chat.choose('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
  await chat.choose('Thinker')
  await chat.lastAnswer.getByRole('button', { name: 'Regenerate' }).click()
  await expect(chat.lastAnswer).toContainText('The answer is plain now.')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('2/2')
  await chat.lastAnswer.getByRole('button', { name: 'Previous version' }).click()
  await expect(chat.lastAnswer).toContainText('Apples are red')
  await expect(chat.lastAnswer).toContainText('1/2')
  await chat.lastAnswer.getByRole('button', { name: 'Next version' }).click()
  await expect(chat.lastAnswer).toContainText('The answer is plain now.')
})

test('a message that is sent right after Regenerate comes below the new answer', async ({ chat }) => {
  await chat.choose('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
  await chat.message.fill('And then?')
  // In one go, before anything of the new answer is known.
  await chat.message.evaluate((field) => {
    document.querySelector<HTMLButtonElement>('button[aria-label=Regenerate]')?.click()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  await expect(chat.ownMessages).toHaveCount(2)
  await expect(chat.answers.first()).toContainText('2/2')
  await chat.answered()
})

test('Edit makes a new branch and loses nothing of the old one', async ({ chat }) => {
  await chat.choose('Speaker')
  await chat.ask('First question')
  await chat.answered()
  await chat.ask('Second question')
  await chat.answered()
  await chat.ownMessages.first().hover()
  await chat.ownMessages.first().getByRole('button', { name: 'Edit' }).click()
  await chat.page.getByRole('textbox', { name: 'New text' }).fill('First question, asked better')
  await chat.page.keyboard.press('Enter')
  await expect(chat.ownMessages).toHaveCount(1)
  await expect(chat.ownMessages.first()).toContainText('asked better')
  await chat.answered()
  await chat.ownMessages.first().getByRole('button', { name: 'Previous version' }).click()
  await expect(chat.ownMessages).toHaveCount(2)
  await expect(chat.ownMessages.last()).toContainText('Second question')
  await expect(chat.answers).toHaveCount(2)
})

test('reasoning is kept apart from the answer, folded to one line', async ({ chat }) => {
  await chat.choose('Thinker')
  await chat.ask('Think')
  await chat.answered()
  await expect(chat.lastAnswer.getByText('The answer is plain now.')).toBeVisible()
  await expect(chat.lastAnswer.getByText('Let me see first')).toBeHidden()
  await chat.lastAnswer.getByRole('button', { name: /^Thought/ }).click()
  await expect(chat.lastAnswer.getByText('Let me see first')).toBeVisible()
})

test('a message written while an answer runs is sent when it is finished', async ({ chat }) => {
  await chat.choose('Endless')
  await chat.limitAnswers(4000)
  await chat.ask('Count')
  await chat.answering()
  await chat.message.fill('And then?')
  await chat.message.press('Enter')
  await expect(chat.page.getByText('Will be sent when this answer is finished.').first()).toBeVisible()
  await expect(chat.ownMessages).toHaveCount(2, { timeout: 60_000 })
  await expect(chat.ownMessages.last()).toContainText('And then?')
  await chat.answering()
  await chat.page.keyboard.press('Escape')
  await chat.answered()
})

/** What the model wrote of an answer, without what the application says beside it. */
async function proseOf(answer: Locator): Promise<string> {
  const texts = await answer.getByRole('paragraph').allInnerTexts()
  return texts.find((text) => text.includes('word0')) ?? ''
}
