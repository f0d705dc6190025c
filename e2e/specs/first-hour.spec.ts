import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { curatedRepositories } from '../fixtures/hub-repositories.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { expect, test } from '../fixtures/test.ts'

const now = oneHearth({
  repositories: () => curatedRepositories('Suitable', 'I suit this computer.'),
  prepare: async ({ home }) => {
    const folder = join(home, '.lmstudio/models/maker/Borrowed-GGUF')
    mkdirSync(folder, { recursive: true })
    await writeTinyModel(join(folder, 'Borrowed.gguf'), { name: 'Borrowed', replies: ['I belong to another.'] })
  },
})

const suggestion = () => now().page.getByRole('dialog', { name: 'A model that suits this computer' })
const ask = () => now().page.getByRole('button', { name: 'Get one that suits this computer' })

test('exactly one model is named, with the reason, its size and the time it takes', async () => {
  await ask().click()
  await expect(suggestion().getByRole('button', { name: /^Download / })).toHaveCount(1)
  await expect(suggestion()).toContainText(/The best of the list[^.]* processor\. It speaks English well\./)
  await expect(suggestion()).toContainText(/[\d.]+\s[MG]B · .*about \d+ (min|s)[^·]* to download/)
})

test('without a connection it offers what was found here, or a file', async () => {
  const { page, settings, hub, hearth } = now()
  // Nobody listens there any more.
  await settings.useHub('http://127.0.0.1:9')
  await page.getByRole('button', { name: 'New chat' }).click()
  await ask().click()
  await suggestion()
    .getByRole('button', { name: /^Download / })
    .click()
  await expect(suggestion()).toContainText(
    /Could not connect to 127\.0\.0\.1:9, or the connection was lost\. Check whether this computer is online/,
  )
  await expect(suggestion().getByRole('button', { name: 'Use Borrowed' })).toBeVisible()
  await page.keyboard.press('Escape')

  await settings.useHub(hub.address)
  await settings.offline.click()
  await page.getByRole('button', { name: 'New chat' }).click()
  await ask().click()
  await expect(suggestion()).toContainText(
    /Offline is on, so nothing can be fetched\.\s*These were found on this computer:\s*Borrowed/,
  )
  await stubOpenDialog(hearth.app, [])
  await expect(suggestion().getByRole('button', { name: 'Add model file…' })).toBeVisible()
  await suggestion().getByRole('button', { name: 'Switch Offline off' }).click()
  await expect(suggestion().getByRole('button', { name: /^Download / })).toBeVisible()
  expect(hub.requests).toEqual([])
})

test('one click downloads it while the built-in model answers, and it is offered when it is ready', async () => {
  const { page, chat, hub } = now()
  const hurry = new AbortController()
  hub.fail('storage', '.gguf', { kind: 'slow', bytesPerSecond: 50_000, until: hurry.signal })
  const download = suggestion().getByRole('button', { name: /^Download / })
  const name = (await download.getAttribute('aria-label'))?.replace('Download ', '')
  await download.click()
  await expect(suggestion().getByRole('progressbar', { name: `Download of ${name}`, exact: true })).toBeVisible()
  await expect(suggestion()).toContainText('You can chat with the built-in model meanwhile.')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /is on its way · \d+\s%$/ }).click()
  await suggestion()
    .getByRole('button', { name: `Pause ${name}` })
    .click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /is paused · \d+\s%$/ }).click()
  await suggestion()
    .getByRole('button', { name: `Go on with ${name}` })
    .click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /is on its way · \d+\s%$/ })).toBeVisible()
  await chat.ask('What is a lighthouse for?')
  await chat.answering()
  await expect(page.getByRole('link', { name: 'Models' })).toHaveAccessibleDescription(/^\d+\s% downloaded$/)
  await chat.answered()
  await expect(chat.lastAnswer).toHaveAccessibleName('Answer by SmolLM2 135M')

  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('button', { name: /is on its way · \d+\s%$/ }).click()
  hurry.abort()
  await expect(suggestion()).toContainText(`${name} is ready.`)
  // Once, and nowhere else.
  await expect(page.getByText('is ready').filter({ visible: true })).toHaveCount(1)
  await suggestion().getByRole('button', { name: 'Switch to it' }).click()
  await expect(suggestion()).toHaveCount(0)
  await expect(chat.model).toHaveAccessibleName('Model: Suitable')

  await chat.choose('SmolLM2 135M')
  await expect(page.getByText('is ready').filter({ visible: true })).toHaveText(`${name} is ready.`)
  await page.getByRole('paragraph').getByRole('button', { name: 'Switch to it' }).click()
  await expect(chat.model).toHaveAccessibleName('Model: Suitable')
  await chat.ask('And you?')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('I suit this computer.')
})
