import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { sampleRepositories } from '../fixtures/hub/sample-repositories.ts'
import { violationsInBothThemes } from '../fixtures/inspection.ts'
import { installModels } from '../fixtures/models.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { expect, test } from '../fixtures/test.ts'

/** Enough to be seen on its way. It is a hole, and takes no room where it lies. */
const longBytes = 3_000_000_000
/** A model takes more than a minute. */
const slow = { kind: 'slow', bytesPerSecond: 25_000 } as const

const now = oneHearth({
  repositories: sampleRepositories,
  prepare: async ({ profile, home }) => {
    await installModels(profile, 'Speaker', 'Thinker', 'Endless', 'Stubborn')
    await installModels(join(profile, 'elsewhere'), 'Narrow')
    const borrowed = join(home, '.lmstudio/models/maker/Borrowed-GGUF')
    mkdirSync(borrowed, { recursive: true })
    await writeTinyModel(join(borrowed, 'Borrowed.gguf'), { name: 'Borrowed' })
  },
})

/** Nothing in the window keeps anybody from using it, as it is now, light and dark. */
async function check(state: string): Promise<void> {
  expect(await violationsInBothThemes(now().page), state).toEqual([])
}

/** Goes to an address of the page, and looks at it when its heading of the first level, or this one, is there. */
async function checkAt(address: string, heading: string | RegExp): Promise<void> {
  const { page } = now()
  await page.evaluate((hash) => location.assign(hash), `#${address}`)
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
  await check(address)
}

async function resize(width: number, height: number): Promise<void> {
  const { page, hearth } = now()
  const sizes = { width, height }
  await hearth.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    sizes,
  )
  await expect.poll(() => page.evaluate(() => ({ width: innerWidth, height: innerHeight }))).toEqual(sizes)
}

test.describe.configure({ timeout: 240_000 }) // dozens of inspections each

test('settings', async () => {
  const { page, settings } = now()
  for (const section of ['General', 'Chat', 'Models', 'Privacy', 'About'] as const) {
    await settings.open(section)
    await expect(page.getByRole('heading', { name: section, level: 1 })).toBeVisible()
    await check(`settings, ${section}`)
    if (section !== 'Models') continue
    await page.getByRole('combobox', { name: 'Default model' }).click()
    await expect(page.getByRole('option', { name: 'Thinker' })).toBeVisible()
    await check('settings, a list open')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Show the licences' }).click()
  await expect(page.getByRole('dialog').getByRole('region')).toBeVisible()
  await check('settings, licences')
  await page.keyboard.press('Escape')
})

test('the first hour', async () => {
  const { page, chat } = now()
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(page.getByText('The built-in model is tiny')).toBeVisible()
  await check('welcome')
  await chat.model.click()
  await expect(page.getByRole('option', { name: /^Thinker/ })).toBeVisible()
  await check('model picker')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Get one that suits this computer' }).click()
  const suggestion = page.getByRole('dialog', { name: 'A model that suits this computer' })
  await expect(suggestion.getByRole('button', { name: /^Download / })).toBeVisible()
  await check('suggestion')
  await page.keyboard.press('Escape')
  await expect(suggestion).toBeHidden()
})

test('models of this computer', async () => {
  const { page, models, hearth, profile } = now()
  await models.open('Installed')
  await expect(models.row('Thinker')).toBeVisible()
  await check('models')
  await models.openMenu('Thinker')
  await check('models, a menu open')
  await page.keyboard.press('Escape')
  await expect(await models.details('Speaker')).toContainText('Chat template')
  await check('models, details')

  await models.choose('Thinker', 'Chat template…')
  await expect(page.getByRole('dialog', { name: 'Chat template of Thinker' })).toContainText('reasoning_content')
  await check('chat template')
  await page.keyboard.press('Escape')
  await models.choose('Thinker', 'Delete…')
  await expect(page.getByRole('alertdialog', { name: 'Delete Thinker?' })).toContainText('come free')
  await check('delete a model')
  await page.keyboard.press('Escape')
  await stubOpenDialog(hearth.app, [join(profile, 'elsewhere/models/Narrow.gguf')])
  await page.getByRole('button', { name: 'Add model file…' }).click()
  await expect(page.getByRole('dialog', { name: /^Add/ }).getByRole('radio')).toHaveCount(3)
  await check('add files')
  await page.keyboard.press('Escape')

  await models.open('Found on this computer')
  await expect(page.getByRole('button', { name: 'Use Borrowed' })).toBeVisible()
  await check('found on this computer')
})

test('the hub', async () => {
  const { page, models, settings, hub } = now()
  await settings.useHub(hub.address)
  await models.open('Discover')
  await expect(models.startingList.getByRole('listitem').nth(14)).toBeVisible()
  await check('starting list')
  await models.search('tiny')
  await expect(models.results.getByRole('link')).toHaveCount(3)
  await check('search results')
  await models.openRepository('Tiny-Lantern-GGUF')
  await expect(page.getByText('Recommended for this computer')).toBeVisible()
  await page.getByRole('button', { name: 'Description' }).click()
  await expect(page.getByText('for trying things out')).toBeVisible()
  await check('repository with its description')
  await models.openRepository('Tiny-Gate-GGUF')
  await expect(page.getByRole('region', { name: /licence to be accepted/ })).toBeVisible()
  await check('gated repository')
  await models.search('nothing of that name')
  await expect(page.getByText('Nothing has “')).toBeVisible()
  await check('nothing found')
  await settings.open('Privacy')
  await expect(settings.connections.getByRole('cell', { name: 'Search', exact: true }).first()).toBeVisible()
  await check('ledger')
})

test('on the way: downloads that run, wait, failed and were paused, and files that are copied', async () => {
  const { page, models, hub, hearth, profile } = now()
  hub.fail('storage', '00001-of-00002.gguf', { kind: 'status', status: 451 })
  for (const quantization of ['Q6_K', 'Q8_0']) hub.fail('storage', `Tiny-Lantern-${quantization}.gguf`, slow)
  const get = async (repository: string, quantization: string): Promise<void> => {
    await models.openRepository(repository)
    await models.get(quantization)
    await models.open('Installed')
  }
  await get('Tiny-Mosaic-GGUF', 'Q4_K_M')
  await expect(models.transfer('refused the request')).toBeVisible()
  await get('Tiny-Lantern-GGUF', 'Q6_K')
  await models.arrived('Tiny-Lantern', 0)
  await models.pause('Tiny-Lantern')
  await expect(models.transfer('Q6_K')).toContainText('Paused')
  await get('Tiny-Lantern-GGUF', 'Q8_0')
  await expect(models.transfer('Q8_0')).toContainText(/kB\/s/)
  await get('Tiny-Lantern-GGUF', 'F16')
  await expect(models.transfer('F16')).toContainText('Waits for its turn')

  const long = join(profile, 'elsewhere/models/Long.gguf')
  await writeTinyModel(long, { name: 'Long' })
  truncateSync(long, longBytes)
  await stubOpenDialog(hearth.app, [long])
  await page.getByRole('button', { name: 'Add model file…' }).click()
  await models.add('Copy to the models folder')
  await expect(page.getByRole('progressbar', { name: 'Adding files' })).toBeVisible()
  // Everything stands still while it is looked at.
  hearth.signal('backend', 'SIGSTOP')
  await check('on the way')
  hearth.signal('backend', 'SIGCONT')
  await page.getByRole('button', { name: 'Cancel adding files' }).click()
  await expect(models.transfer('Copying Long.gguf was cancelled.')).toBeVisible()
  await check('on the way, the copy cancelled')
})

test('Offline', async () => {
  const { page, models, settings, hub } = now()
  await settings.turnOffline()
  await expect(page.getByRole('link', { name: 'Offline: change it in Settings' })).toBeVisible()
  await expect(settings.connections.getByRole('row').filter({ hasText: 'Cancelled' }).first()).toBeVisible()
  await check('Offline, ledger')
  await models.open('Discover')
  await expect(page.getByText('Offline is on.', { exact: true })).toBeVisible()
  await check('Offline, discover')
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(models.startingList).toBeVisible()
  await models.open('Installed')
  await expect(models.transfer('Waits until Offline is off').first()).toBeVisible()
  await check('Offline, on the way')
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('button', { name: /Get one that suits this computer|Offline is on/ }).click()
  await expect(page.getByRole('dialog', { name: 'A model that suits this computer' })).toContainText('Borrowed')
  await check('Offline, suggestion')
  await page.keyboard.press('Escape')
  await settings.open('Privacy')
  await settings.offline.click()
  await expect(page.getByRole('link', { name: 'Offline: change it in Settings' })).toBeHidden()
  hub.heal()
})

test('a conversation', async () => {
  const { page, chat, hearth } = now()
  await page.getByRole('button', { name: 'New chat' }).click()
  await chat.choose('Thinker')
  await chat.ask('Think')
  await chat.answered()
  await chat.lastAnswer.getByRole('button', { name: /^Thought/ }).click()
  await page.keyboard.press('Control+I')
  await expect(page.getByRole('complementary', { name: 'This chat' })).toBeVisible()
  await check('conversation with inspector, reasoning unfolded')
  await chat.conversation('Think').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
  await check('menu of a conversation')
  await page.keyboard.press('Escape')
  await expect(chat.conversation('Think')).toBeFocused()
  await chat.ownMessages.first().hover()
  await chat.ownMessages.first().getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByRole('textbox', { name: 'New text' })).toBeFocused()
  await check('a message edited')
  await page.keyboard.press('Escape')
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word39')
  // The engine would take the cores from what looks at it.
  hearth.signal('engine', 'SIGSTOP')
  await check('answer being written')
  hearth.signal('engine', 'SIGCONT')
  await chat.stop.click()
  await chat.answered()
  await check('stopped answer')
  await chat.choose('Stubborn')
  await chat.ask('Hello')
  await expect(chat.lastAnswer).toContainText('chat template does not work')
  await check('failed answer')
})

test('a notice', async () => {
  const { page, chat } = now()
  await page.getByRole('button', { name: 'New chat' }).click()
  await chat.choose('Speaker')
  await chat.ask('About apples')
  await chat.answered()
  await chat.conversation('About apples').focus()
  await page.keyboard.press('Delete')
  const notice = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Undo' }) })
  // It stays as long as somebody points at it.
  await notice.hover()
  await check('notice with a button')
  await notice.getByRole('button', { name: 'Undo' }).click()
  await expect(chat.conversation('About apples')).toBeVisible()
})

test('in Chinese', async () => {
  const { page, settings } = now()
  await settings.open('General')
  await page.getByRole('radio', { name: '简体中文' }).click()
  await checkAt('/settings/general', '通用')
  await checkAt('/settings/privacy', '隐私')
  await checkAt('/models', '模型')
  await checkAt('/models/discover', '从这里开始')
  await checkAt('/models/discover/hearth-test/Tiny-Gate-GGUF', '可选版本')
  await checkAt('/models/found', 'LM Studio')
  await checkAt('/', '想聊点什么？')
  await page.getByRole('list', { name: '对话列表' }).getByRole('link', { name: 'Think' }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
  await check('conversation')
  await page.evaluate(() => location.assign('#/settings/general'))
  await page.getByRole('radio', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'General', level: 1 })).toBeVisible()
})

test('at 900 × 600', async () => {
  const { page, chat } = now()
  await chat.conversation('Think').click()
  await expect(chat.lastAnswer).toContainText('chat template does not work')
  await resize(900, 600)
  await check('conversation')
  await page.getByRole('button', { name: 'This chat' }).click()
  await expect(page.getByRole('dialog', { name: 'This chat' })).toBeVisible()
  await check('inspector as a drawer')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'This chat' })).toBeFocused()
  await page.getByRole('button', { name: 'Show sidebar' }).click()
  await expect(page.getByRole('dialog', { name: 'Sidebar' })).toBeVisible()
  await check('sidebar as a drawer')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Show sidebar' })).toBeFocused()
  await checkAt('/', 'What is on your mind?')
  await checkAt('/models', 'Models')
  await checkAt('/models/discover', 'A good start')
  await checkAt('/models/discover/hearth-test/Tiny-Lantern-GGUF', 'Choices')
  await checkAt('/settings/chat', 'Chat')
  await checkAt('/settings/privacy', 'Privacy')
})

test('the backend stopped', async () => {
  const { page, hearth } = now()
  await hearth.app.evaluate(({ BrowserWindow }) => {
    const trouble = { type: 'stopped', kind: 'crashed', detail: 'exit code 1' }
    BrowserWindow.getAllWindows()[0]?.webContents.send('backend-trouble', trouble)
  })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await check('backend stopped')
})
