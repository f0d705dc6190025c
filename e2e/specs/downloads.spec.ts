import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { plainRepository } from '../fixtures/hub-repositories.ts'
import { hubRepository, tinyModelFile } from '../fixtures/hub/repository.ts'
import { TestHub } from '../fixtures/hub/test-hub.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { isAlive } from '../fixtures/processes.ts'
import { seenOnDesktop, stubDesktop } from '../fixtures/system.ts'
import { expect, test } from '../fixtures/test.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { SettingsPage } from '../pages/settings-page.ts'

/** Slow enough for whatever is done meanwhile: a model takes a quarter of a minute. */
const slow = { kind: 'slow', bytesPerSecond: 130_000 } as const
const file = (name: string): string => `${name}-Q4_K_M.gguf`

test.describe('a person who downloads', () => {
  const now = oneHearth({
    repositories: () => Promise.all(['Ash', 'Birch', 'Cedar'].map((name) => plainRepository(name))),
  })

  const hurry = new AbortController()

  /** From its page, and back to the list. */
  async function get(name: string): Promise<void> {
    const { models } = now()
    await models.openRepository(`${name}-GGUF`)
    await models.get('Q4_K_M')
    await models.open('Installed')
    await expect(models.transfer(name)).toBeVisible()
  }

  test('queues several, changes their order, pauses, goes on, and cancels', async () => {
    const { page, models, settings, hub, hearth, profile } = now()
    await settings.useHub(hub.address)
    await stubDesktop(hearth.app, join(profile, 'trash'))
    for (const name of ['Ash', 'Cedar']) hub.fail('storage', file(name), slow)
    hub.fail('storage', file('Birch'), { ...slow, until: hurry.signal })
    await models.openRepository('Ash-GGUF')
    await models.get('Q4_K_M')
    // What was pressed has gone: the focus is with what came in its place.
    await expect(page.getByRole('button', { name: 'Pause Ash' })).toBeFocused()
    for (const name of ['Birch', 'Cedar']) await get(name)
    const rows = models.onTheWay.getByRole('listitem')
    await expect(rows).toHaveText([
      /^Ash Q4_K_M · .*MB\/s|kB\/s/,
      /^Birch.*Waits for its turn/,
      /^Cedar.*Waits for its turn/,
    ])
    await rows.nth(2).getByRole('button', { name: 'Move Cedar up' }).click()
    await expect(rows).toHaveText([/^Ash/, /^Cedar/, /^Birch/])
    await rows.nth(1).getByRole('button', { name: 'Move Cedar down' }).press('Enter')
    await expect(rows).toHaveText([/^Ash/, /^Birch/, /^Cedar/])
    await expect(rows.nth(2).getByRole('button', { name: 'Move Cedar up' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(rows).toHaveText([/^Ash/, /^Cedar/, /^Birch/])

    await models.arrived('Ash', 10)
    await models.pause('Ash')
    await expect(models.transfer('Ash')).toContainText('Paused')
    await models.arrived('Cedar', 5)
    await rows.nth(1).getByRole('button', { name: 'Cancel Cedar, and remove what has arrived' }).press('Enter')
    await expect(models.transfer('Cedar')).toHaveCount(0)
    await expect(rows.nth(1).getByRole('button', { name: 'Move Birch up' })).toBeFocused()
    expect(
      readdirSync(join(profile, 'models'), { recursive: true }).filter((name) => /Cedar.*part/.test(String(name))),
    ).toEqual([])
    await models.arrived('Birch', 5)
  })

  test('sees in the sidebar and on the taskbar how far it is, and hears of it when another view is open', async () => {
    const { page, models, settings, hearth, chat } = now()
    const link = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' })
    await expect(link).toHaveAccessibleDescription(/^\d+\s% downloaded$/)
    await link.hover()
    await expect(page.getByRole('tooltip')).toHaveText(/^Birch [\d.]+ of [\d.]+\sMB · .*B\/s · .* left$/)
    await page.mouse.move(0, 0)
    await settings.open('General')
    // As if another window were in front of this one.
    await page.evaluate(() => {
      document.hasFocus = () => false
    })
    hurry.abort()
    await expect(page.getByText('Birch is ready', { exact: true })).toBeVisible()
    await expect
      .poll(async () => (await seenOnDesktop(hearth.app)).notes)
      .toEqual(['Birch is ready Downloaded and verified.'])
    const progress = (await seenOnDesktop(hearth.app)).progress
    expect(progress.some((share) => share > 0 && share < 1)).toBe(true)
    await expect.poll(async () => (await seenOnDesktop(hearth.app)).progress.at(-1)).toBe(-1)
    await models.open('Installed')
    await page.getByRole('button', { name: 'Chat with it: Birch, new chat' }).click()
    await expect(chat.model).toHaveAccessibleName('Model: Birch')
  })

  test('goes on where it was', async () => {
    const { models, hub } = now()
    hub.heal()
    const before = hub.requests.length
    await models.open('Installed')
    await models.goOn('Ash')
    await models.downloaded('Ash')
    const ranges = hub.requests.slice(before).filter(({ server }) => server === 'storage')
    expect(ranges.map(({ headers }) => Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1]) > 100_000)).toEqual([
      true,
    ])
  })

  test('reads in a sentence what went wrong, what was kept and what to do', async () => {
    const { page, models, hub } = now()
    hub.add(await plainRepository('Rowan'))
    hub.fail('storage', file('Rowan'), { kind: 'reset', afterBytes: 100_000 })
    await get('Rowan')
    const host = new URL(hub.storageAddress).host
    await expect(models.transfer('Rowan')).toContainText(
      `Could not connect to ${host}, or the connection was lost. What has arrived was kept.`,
    )
    await expect(models.transfer('Rowan')).toContainText(/Tries again/)
    hub.heal()
    await models.downloaded('Rowan')

    hub.add(await plainRepository('Sorbus'))
    hub.fail('storage', file('Sorbus'), { kind: 'status', status: 451 })
    await get('Sorbus')
    await expect(models.transfer('Sorbus')).toContainText(`${host} refused the request (error 451). Try again later.`)

    const large = { ...(await tinyModelFile(file('Sequoia'))), size: 5e13 }
    hub.add(hubRepository('hearth-test/Sequoia-GGUF', { files: [large] }))
    await get('Sequoia')
    await expect(models.transfer('Sequoia')).toContainText(
      /The disk needs [\d.]+\sTB more\..*Free some space, then go on/,
    )
    await models.transfer('Sequoia').getByRole('button', { name: 'Models folder…' }).click()
    await expect(page.getByRole('button', { name: 'Change the models folder' })).toBeVisible()
  })

  test('is told that the publisher changed the file, and gets the new one', async () => {
    const { models, hub } = now()
    const first = await plainRepository('Willow')
    hub.add(first)
    hub.fail('storage', file('Willow'), slow)
    await get('Willow')
    await models.arrived('Willow', 5)
    await models.pause('Willow')
    hub.heal()
    hub.add({ ...(await plainRepository('Willow', 1000)), sha: first.sha })
    await models.goOn('Willow')
    await expect(models.transfer('Willow')).toContainText(
      `${file('Willow')} was changed by its publisher since the download began. What had arrived belongs to the old file and was not mixed with the new one. Start again to get the new one.`,
    )
    await models.retry('Willow')
    await models.downloaded('Willow')
  })

  test('gets nothing that has a wrong byte, and the right file at the next try', async () => {
    const { models, hub, profile } = now()
    hub.add(await plainRepository('Yew'))
    hub.fail('storage', file('Yew'), { kind: 'flip-byte', at: 1_500_000 }, 8)
    await get('Yew')
    await expect(models.transfer('Yew')).toContainText(
      `What arrived of ${file('Yew')} is not what the hub says it is. Nothing of it was kept.`,
    )
    expect(
      readdirSync(join(profile, 'models'), { recursive: true }).filter((name) => String(name).includes(file('Yew'))),
    ).toEqual([])
    hub.heal()
    await models.retry('Yew')
    await models.downloaded('Yew')
  })
})

test('a download survives quitting and being killed, and goes on by itself where it was', async ({ launch }) => {
  const hub = await TestHub.start([await plainRepository('Larch')])
  hub.fail('storage', file('Larch'), slow)
  const first = await launch()
  const models = new ModelsPage(first.page)
  await new SettingsPage(first.page).useHub(hub.address)
  await models.openRepository('Larch-GGUF')
  await models.get('Q4_K_M')
  await models.open('Installed')
  await models.arrived('Larch', 5)
  await first.quit()

  const second = await launch()
  const again = new ModelsPage(second.page)
  await again.open('Installed')
  await again.arrived('Larch', 20)
  const pids = second.processes().map(({ pid }) => pid)
  process.kill(second.pid, 'SIGKILL')
  await expect.poll(() => pids.filter((pid) => isAlive(pid))).toEqual([])

  hub.heal()
  const third = new ModelsPage((await launch()).page)
  await third.open('Installed')
  await third.downloaded('Larch')
  const starts = hub.requests
    .filter(
      ({ server, path, headers }) =>
        server === 'storage' && path.includes(file('Larch')) && headers.range !== 'bytes=0-1048575',
    )
    .map(({ headers }) => Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1]))
  expect(starts).toHaveLength(3)
  expect(starts.slice(1).every((start, index) => start > (starts[index] ?? 0))).toBe(true)
  await hub.close()
})
