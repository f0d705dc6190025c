import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'

test('opens ready to type, and the built-in model answers without a question asked first', async ({ chat }) => {
  await expect(chat.message).toBeFocused()
  await expect(chat.page.getByRole('dialog')).toHaveCount(0)
  await chat.page.keyboard.type('What is a lighthouse for?')
  await chat.page.keyboard.press('Enter')
  await expect(chat.stop).toBeVisible()
  await chat.answered()
  await expect(chat.lastAnswer).toHaveAccessibleName('Answer by SmolLM2 135M')
  await expect(chat.lastAnswer).toContainText(/\w+ \w+ \w+/)
})

sharedTest('an answer streams: what is there grows', async ({ chat }) => {
  await chat.ask('Write a long story about a lighthouse keeper.')
  await chat.answering()
  const before = (await chat.lastAnswer.innerText()).length
  await expect.poll(async () => (await chat.lastAnswer.innerText()).length).toBeGreaterThan(before + 100)
  await expect(chat.stop).toBeVisible()
  await chat.stop.click()
  await chat.answered()
})

sharedTest('an answer is shown as rendered markdown', async ({ chat }) => {
  await chat.choose('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
  await expect(chat.lastAnswer.getByRole('heading', { name: 'Fruit' })).toBeVisible()
  await expect(chat.lastAnswer.getByText('Apples are red, pears may be yellow.')).toBeVisible()
})

sharedTest(
  'an honest line about the built-in model names one that suits this computer, and leads to all others',
  async ({ chat }) => {
    await expect(chat.page.getByText('The built-in model is tiny: quick, English, often wrong.')).toBeVisible()
    await chat.page.getByRole('button', { name: 'Get one that suits this computer' }).click()
    const panel = chat.page.getByRole('dialog', { name: 'A model that suits this computer' })
    await expect(panel.getByRole('button', { name: /^Download / })).toHaveCount(1)
    await expect(panel.getByText(/The best of the list/)).toBeVisible()
    await panel.getByRole('link', { name: 'Choose another' }).click()
    await expect(chat.page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  },
)

sharedTest('a beginning is put into the composer, ready to go on with', async ({ chat }) => {
  await chat.page.getByRole('button', { name: /Code/ }).click()
  await expect(chat.message).toBeFocused()
  await chat.page.keyboard.type('adds two numbers')
  await expect(chat.message).toHaveValue(/^Write a small Python function that adds two numbers/)
})
