import { join } from 'node:path'
import { expect, test } from '../fixtures/test.ts'

/** Left with the results; docs/conversation.png in the README is a copy of it. */
const file = join(process.env['E2E_OUTPUT'] ?? 'test-results', 'conversation.png')

test('the README’s picture: a conversation and its numbers', async ({ chat }) => {
  await chat.limitAnswers(300)
  await chat.ask('Write a small Python function that adds two numbers, and say how to call it.')
  await chat.answered()
  await chat.page.keyboard.press('Control+I')
  await expect(chat.page.getByRole('complementary', { name: 'This chat' })).toBeVisible()
  await expect(chat.page.getByText('An answer is being written')).toBeHidden()
  await chat.page.screenshot({ path: file })
})
