import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stubSaveDialog } from '../fixtures/dialogs.ts'
import { growingRepository, hostileReadme } from '../fixtures/hub-repositories.ts'
import { hubRepository } from '../fixtures/hub/repository.ts'
import { sampleRepositories } from '../fixtures/hub/sample-repositories.ts'
import type { SeenRequest } from '../fixtures/hub/test-hub.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { expect, test } from '../fixtures/test.ts'

const gated = 'hearth-test/Tiny-Gate-GGUF'
const token = 'hf_onlyForTheHub'
const keyRing = fileURLToPath(new URL('../fixtures/key-ring.cjs', import.meta.url))

const now = oneHearth({ repositories: sampleRepositories, modules: [keyRing] })

/** What a server was asked for since there were so many requests. */
function askedSince(count: number, server: SeenRequest['server']): SeenRequest[] {
  return now()
    .hub.requests.slice(count)
    .filter((request) => request.server === server)
}

test('search, choose, download, chat; and every connection is in the ledger', async () => {
  const { page, models, settings, chat, hub, hearth, profile } = now()
  await settings.open('Privacy')
  await expect(page.getByText('No connection is on the list')).toBeVisible()
  await settings.useHub(hub.address)

  await models.open('Discover')
  await expect(models.startingList.getByRole('listitem').nth(14)).toBeVisible()
  expect(hub.requests).toEqual([])
  await models.openRepository('Tiny-Lantern-GGUF')
  await expect(page.getByText('Recommended for this computer')).toHaveCount(1)
  await page.getByRole('button', { name: 'Description' }).click()
  await expect(page.getByText('for trying things out')).toBeVisible()
  await models.get('Q4_K_M')

  await models.open('Installed')
  await models.downloaded('Tiny-Lantern')
  await page.getByRole('button', { name: 'Chat with it: Tiny-Lantern, new chat' }).click()
  await chat.ask('Who are you?')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('I am Tiny Lantern!')
  await models.open('Installed')
  await expect(models.row('Tiny Lantern')).toBeVisible()

  await settings.open('Privacy')
  for (const purpose of ['Search', 'Model page', 'Whether it fits', 'Download'])
    await expect(settings.connections.getByRole('cell', { name: purpose, exact: true }).first()).toBeVisible()
  await expect(settings.connections.getByRole('row').filter({ hasText: 'Whether it fits' }).first()).toContainText(
    'Complete',
  )
  const csv = join(profile, 'connections.csv')
  await stubSaveDialog(hearth.app, csv)
  await page.getByRole('button', { name: 'Export as CSV…' }).click()
  await expect(page.getByText(/connections were written to/)).toBeVisible()
  const hosts = new Set([new URL(hub.address).host, new URL(hub.storageAddress).host])
  const lines = readFileSync(csv, 'utf8').trim().split('\n').slice(1)
  expect(lines).toHaveLength(hub.requests.length)
  expect(lines.filter((line) => ![...hosts].some((host) => line.includes(host)))).toEqual([])
})

test('results are sorted by downloads, likes and recency', async () => {
  const { page, models } = now()
  await models.search('tiny')
  const found = models.results.getByRole('listitem')
  await expect(found).toHaveText([/Lantern.*5K downloads · 12 likes/, /Gate/, /Mosaic/])
  await page.getByRole('radio', { name: 'Likes' }).click()
  await expect(found).toHaveText([/Mosaic.*90 likes/, /Lantern/, /Gate/])
  await page.getByRole('radio', { name: 'Recent' }).click()
  await expect(found.first()).toHaveText(/Gate.*Licence must be accepted.*updated 1 October 2026/)
})

test('what fits is known before any download, from the beginning of one file', async () => {
  const { page, models, hub } = now()
  hub.add(await growingRepository('Tiny-Giant'))
  const before = hub.requests.length
  await models.openRepository('Tiny-Giant-GGUF')
  await expect(models.choice('Q4_K_M')).toContainText(/Recommended for this computer.*Fits · .* of [\d.]+\sGB/)
  await expect(models.choice('Q8_0')).toContainText('Tight')
  await expect(models.choice('F16')).toContainText('Will not fit')
  expect(askedSince(before, 'storage').map(({ headers }) => headers.range)).toEqual(['bytes=0-1048575'])
  await expect(page.getByText(/Whether it fits could not be found out/)).toHaveCount(0)
})

test('a split model is marked, comes with all its parts, and is one row', async () => {
  const { models } = now()
  await models.openRepository('Tiny-Mosaic-GGUF')
  await expect(models.choice('Q4_K_M')).toContainText('2 files')
  await models.get('Q4_K_M')
  await models.open('Installed')
  await models.downloaded('Tiny-Mosaic')
  await expect(models.row('Tiny Mosaic')).toHaveCount(1)
  await expect(await models.details('Tiny Mosaic')).toContainText(/2 files.*From.*hearth-test\/Tiny-Mosaic-GGUF/)
})

test('a hostile description is shown as text and fetches nothing', async () => {
  const { page, models, hub } = now()
  hub.add(
    hubRepository('hearth-test/Tiny-Wolf-GGUF', { files: [hostileReadme(hub.address), ...(await lanternFiles())] }),
  )
  await models.openRepository('Tiny-Wolf-GGUF')
  await page.getByRole('button', { name: 'Description' }).click()
  await expect(page.getByText('The last line.')).toBeVisible()
  await expect(page.getByText('A kind model')).toBeVisible()
  await expect(
    page.getByRole('main').locator('script, img, iframe, form, style, link, [onload], [onerror]'),
  ).toHaveCount(0)
  await expect(page.getByRole('main').locator('a[href^="javascript:"], a[href^="data:"]')).toHaveCount(0)
  expect(await page.evaluate((): unknown => Reflect.get(window, 'taken'))).toBeUndefined()
  expect(hub.requests.filter(({ path }) => /image|frame|style|form|sheet|pixel/.test(path))).toEqual([])
})

test('a gated model says what it needs; the token is kept encrypted, sent to the hub alone, and opens it', async () => {
  const { page, models, settings, hub, profile } = now()
  const gate = (await sampleRepositories()).find(({ id }) => id === gated)
  if (!gate?.gguf) throw new Error('there is no gated repository')
  hub.add({ ...gate, gguf: { ...gate.gguf, chat_template: '{{ messages }}' } })
  await models.openRepository('Tiny-Gate-GGUF')
  const note = page.getByRole('region', { name: 'Its publisher wants a licence to be accepted' })
  // The test hub is one without https: its page is not opened, its address is there to be copied.
  await expect(note).toContainText(`${hub.address}/${gated}`)
  // Without a token it could only fail: it leads to what is needed.
  await models.get('Q4_K_M')
  await expect(note).toBeFocused()
  expect(hub.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
  await note.getByRole('button', { name: 'Access token…' }).click()
  await settings.token.fill(token)
  await settings.token.press('Enter')
  await expect(page.getByText('Stored', { exact: true })).toBeVisible()

  // Of an account that has not accepted the licence yet.
  hub.knowToken(token, [])
  await models.openRepository('Tiny-Gate-GGUF')
  await models.get('Q4_K_M')
  await models.open('Installed')
  const row = models.transfer('Tiny-Gate')
  await expect(row).toContainText(`${gated} asks you to accept its licence first. Nothing was downloaded.`)
  await expect(row).toContainText(`${hub.address}/${gated}`)

  hub.knowToken(token, [gated])
  const before = hub.requests.length
  await models.retry('Tiny-Gate')
  await models.downloaded('Tiny-Gate')
  expect(new Set(askedSince(before, 'hub').map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${token}`]),
  )
  expect(askedSince(before, 'storage').map(({ headers }) => headers.authorization)).toEqual([undefined])
  const databases = readdirSync(profile).filter((name) => name.startsWith('hearth.db'))
  expect(databases.filter((name) => readFileSync(join(profile, name)).includes(token))).toEqual([])
})

test('a chat template that is not the publisher’s is marked, and both can be read', async () => {
  const { page, models } = now()
  await expect(models.row('Tiny Gate')).toContainText('Template differs')
  await models.choose('Tiny Gate', 'Chat template…')
  const template = page.getByRole('dialog', { name: 'Chat template of Tiny Gate' })
  await expect(template).toContainText('<|im_start|>')
  await template.getByRole('radio', { name: 'Its publisher’s' }).click()
  await expect(template.getByText('{{ messages }}', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
})

test('Offline ends at once what runs, is visible in the window, and lets it go on afterwards', async () => {
  const { page, models, settings, hub } = now()
  hub.fail('storage', 'Tiny-Lantern-Q8_0.gguf', { kind: 'slow', bytesPerSecond: 300_000 })
  await models.openRepository('Tiny-Lantern-GGUF')
  await models.get('Q8_0')
  await models.open('Installed')
  await models.arrived('Tiny-Lantern', 10)
  await settings.turnOffline()
  const sign = page.getByRole('link', { name: 'Offline: change it in Settings' })
  await expect(sign).toBeVisible()
  // Also where the sidebar is away.
  await page.keyboard.press('Control+B')
  await expect(page.getByRole('complementary', { name: 'Sidebar' })).toBeHidden()
  await expect(sign).toBeVisible()
  await page.keyboard.press('Control+B')
  await expect(settings.connections.getByRole('row').filter({ hasText: 'Open' })).toHaveCount(0)
  await expect(settings.connections.getByRole('row').filter({ hasText: 'Cancelled' }).first()).toContainText(
    'Tiny-Lantern-Q8_0.gguf',
  )
  hub.heal()
  const asked = hub.requests.length
  await models.open('Discover')
  await expect(page.getByText('Offline is on.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(models.startingList).toBeVisible()
  await models.open('Installed')
  await expect(models.transfer('Waits until Offline is off')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Switch it off' })).toHaveCount(1)
  expect(hub.requests).toHaveLength(asked)
  await sign.click()
  await settings.offline.click()
  await expect(sign).toHaveCount(0)
  await models.open('Installed')
  await expect(
    models.transfer('Q8_0').getByRole('button', { name: 'Chat with it: Tiny-Lantern, new chat' }),
  ).toBeVisible()
})

test('the ledger is filtered, and emptied when asked to', async () => {
  const { page, settings } = now()
  await settings.open('Privacy')
  await settings.showPurpose('Search')
  const cells = settings.connections.getByRole('cell')
  await expect(cells.filter({ hasText: /^Download$/ })).toHaveCount(0)
  await expect(cells.filter({ hasText: /^Search$/ }).first()).toBeVisible()
  await settings.showPurpose('For any purpose')
  const filter = page.getByRole('searchbox', { name: 'Filter connections' })
  await filter.fill('Tiny-Mosaic')
  await expect(settings.connections.getByRole('row').filter({ hasText: 'Tiny-Gate' })).toHaveCount(0)
  await expect(cells.filter({ hasText: /^Download$/ }).first()).toBeVisible()
  await filter.fill('')
  await page.getByRole('button', { name: 'Forget all…' }).click()
  const question = page.getByRole('alertdialog', { name: 'Forget all connections?' })
  await question.getByRole('button', { name: 'Forget them' }).click()
  await expect(page.getByText('No connection is on the list')).toBeVisible()
})

async function lanternFiles() {
  const lantern = (await sampleRepositories()).find(({ id }) => id.includes('Lantern'))
  return lantern?.files.filter(({ path }) => path.includes('Q4_K_M')) ?? []
}
