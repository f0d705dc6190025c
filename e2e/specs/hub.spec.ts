import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { stubSaveDialog } from '../fixtures/dialogs.ts'
import { sampleRepositories } from '../fixtures/hub/sample-repositories.ts'
import { TestHub } from '../fixtures/hub/test-hub.ts'
import { expect, test as base } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'

/** With a hub on this computer. */
const test = base.extend<{ hub: TestHub }>({
  hub: async ({}, use) => {
    const hub = await TestHub.start(await sampleRepositories())
    await use(hub)
    await hub.close()
  },
})

const lantern = 'Tiny-Lantern-Q4_K_M.gguf'

async function openSettings(page: Page, section: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click()
}

/** As somebody who uses a mirror does. */
async function useHub(page: Page, hub: TestHub): Promise<void> {
  await openSettings(page, 'Privacy')
  const address = page.getByRole('textbox', { name: 'Hub address' })
  await address.fill(hub.address)
  await address.press('Enter')
}

async function openModels(page: Page, tab: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
  await page.getByRole('link', { name: new RegExp(`^${tab}`) }).click()
}

async function openLantern(page: Page): Promise<void> {
  await openModels(page, 'Discover')
  const search = page.getByRole('searchbox', { name: 'Search the hub' })
  await search.fill('lantern')
  await search.press('Enter')
  await page.getByRole('link', { name: /Tiny-Lantern-GGUF/ }).click()
  await expect(page.getByRole('heading', { name: /Tiny-Lantern/ }).first()).toBeVisible()
}

test('search, choose, download, chat; and every connection is in the ledger', async ({ hub, profile, hearth }) => {
  const { page, app } = hearth
  const chat = new ChatPage(page)
  await openSettings(page, 'Privacy')
  await expect(page.getByText('Hearth has not connected to anything.')).toBeVisible()
  await useHub(page, hub)

  await openModels(page, 'Discover')
  await expect(page.getByRole('list', { name: 'Starting list' }).getByRole('listitem').nth(14)).toBeVisible()
  expect(hub.requests).toEqual([])
  await openLantern(page)
  await expect(page.getByText('Recommended for this computer')).toHaveCount(1)
  await page.getByRole('button', { name: 'Read the description' }).click()
  await expect(page.getByText('for trying things out')).toBeVisible()
  await page.getByRole('button', { name: /^Get .*Q4_K_M/ }).click()

  await openModels(page, 'Installed')
  await page.getByRole('button', { name: /^Chat with Tiny.Lantern.*new chat/ }).click()
  await chat.ask('Who are you?')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('I am Tiny Lantern!')
  await openModels(page, 'Installed')
  await expect(page.getByRole('button', { name: 'Tiny Lantern, details' })).toBeVisible()

  await openSettings(page, 'Privacy')
  const ledger = page.getByRole('table', { name: 'Connections' })
  for (const purpose of ['Search', 'Model page', 'Fit', 'Download'])
    await expect(ledger.getByRole('cell', { name: purpose, exact: true }).first()).toBeVisible()
  const csv = join(profile, 'connections.csv')
  await stubSaveDialog(app, csv)
  await page.getByRole('button', { name: 'Export as CSV…' }).click()
  await expect(page.getByText(/connections were written to/)).toBeVisible()
  const hosts = new Set([new URL(hub.address).host, new URL(hub.storageAddress).host])
  const lines = readFileSync(csv, 'utf8').trim().split('\n').slice(1)
  expect(lines).toHaveLength(hub.requests.length)
  expect(lines.filter((line) => ![...hosts].some((host) => line.includes(host)))).toEqual([])

  await page.getByRole('switch', { name: 'Offline' }).click()
  const asked = hub.requests.length
  await openModels(page, 'Discover')
  await expect(page.getByText('Offline is on', { exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(page.getByRole('list', { name: 'Starting list' })).toBeVisible()
  expect(hub.requests).toHaveLength(asked)
})

test('a download with a wrong byte is refused whole, and the next try is right', async ({ hub, profile, hearth }) => {
  const { page } = hearth
  await useHub(page, hub)
  hub.fail('storage', lantern, { kind: 'flip-byte', at: 1_500_000 }, 8)
  await openLantern(page)
  await page.getByRole('button', { name: /^Get .*Q4_K_M/ }).click()
  await openModels(page, 'Installed')
  await expect(page.getByRole('button', { name: /^Try again to download/ })).toBeVisible({ timeout: 60_000 })
  expect(readdirSync(join(profile, 'models'), { recursive: true }).map(String)).not.toContainEqual(
    expect.stringMatching(/\.gguf$/),
  )
  hub.heal()
  await page.getByRole('button', { name: /^Try again to download/ }).click()
  await expect(page.getByRole('button', { name: /^Chat with Tiny.Lantern.*new chat/ })).toBeVisible({ timeout: 60_000 })
})

test('a download survives being killed, and goes on where it was', async ({ hub, launch }) => {
  const first = await launch()
  await useHub(first.page, hub)
  hub.fail('storage', lantern, { kind: 'slow', bytesPerSecond: 300_000 })
  await openLantern(first.page)
  await first.page.getByRole('button', { name: /^Get .*Q4_K_M/ }).click()
  await openModels(first.page, 'Installed')
  const progress = first.page.getByRole('progressbar', { name: /Tiny.Lantern/ })
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(20)
  process.kill(first.pid, 'SIGKILL')
  await expect.poll(() => first.processes().length).toBe(0)

  hub.heal()
  const again = await launch()
  await openModels(again.page, 'Installed')
  await expect(again.page.getByRole('button', { name: /^Chat with Tiny.Lantern.*new chat/ })).toBeVisible({
    timeout: 60_000,
  })
})

test('what LM Studio keeps here is found, used in place, and left alone', async ({ profile, launch }) => {
  const home = join(profile, 'home')
  const folder = join(home, '.lmstudio/models/maker/Borrowed-GGUF')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'Borrowed.gguf')
  await writeTinyModel(file, { name: 'Borrowed', replies: ['I belong to another.'] })
  const before = readFileSync(file)
  const { page } = await launch([], home)
  const chat = new ChatPage(page)
  await openModels(page, 'Found on this computer')
  await page.getByRole('button', { name: 'Use Borrowed' }).click()
  await expect(page.getByRole('button', { name: 'Stop using Borrowed' })).toBeVisible()
  await page.getByRole('button', { name: 'New chat' }).click()
  await chat.choose('Borrowed')
  await chat.ask('Whose are you?')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('I belong to another.')
  await openModels(page, 'Found on this computer')
  await page.getByRole('button', { name: 'Stop using Borrowed' }).click()
  await expect(page.getByRole('button', { name: 'Use Borrowed' })).toBeVisible()
  expect(readFileSync(file).equals(before)).toBe(true)
})
