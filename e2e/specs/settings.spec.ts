import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { applicationMenuLabels } from '../fixtures/menus.ts'
import { installModels } from '../fixtures/models.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'

const builtInFile = new URL('../../resources/models/built-in.json', import.meta.url)

test('theme, text size and language take effect at once and survive', async ({ launch }) => {
  const first = await launch()
  const { page } = first
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('radio', { name: 'Light' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('slider', { name: 'Text size' }).press('ArrowRight')
  await page.getByRole('radio', { name: '简体中文' }).click()
  await expect(page.getByRole('heading', { name: '通用', level: 1 })).toBeVisible()
  // Of the application's menu, too, to its last item.
  const inEnglish = async (): Promise<string[]> =>
    (await applicationMenuLabels(first.app)).filter((label) => !/\p{Script=Han}/u.test(label))
  await expect.poll(inEnglish).toEqual([])
  await first.quit()

  const again = await launch()
  await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(again.page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  expect(await again.page.evaluate(() => document.documentElement.style.getPropertyValue('--conversation-size'))).toBe(
    '16px',
  )
  // What is written is as large as what was said.
  await again.page.evaluate(() => location.assign('#/'))
  await expect(again.page.getByRole('textbox', { name: '发送消息' })).toHaveCSS('font-size', '16px')
})

test('another models folder brings other models, and it is said when it is not there', async ({ profile, hearth }) => {
  const { page, app } = hearth
  await installModels(join(profile, 'other'), 'Speaker')
  await stubOpenDialog(app, [join(profile, 'other/models')])
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Models' }).click()
  await page.getByRole('button', { name: 'Change the models folder' }).click()
  await expect(page.getByText(join(profile, 'other/models'))).toBeVisible()
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Speaker' })).toBeVisible()

  const gone = page.getByText('This folder is not there at the moment.')
  renameSync(join(profile, 'other/models'), join(profile, 'other/away'))
  await expect(gone).toBeVisible()
  await expect(page.getByText('free on this disk')).toHaveCount(0)
  renameSync(join(profile, 'other/away'), join(profile, 'other/models'))
  await expect(gone).toHaveCount(0)
})

test('default instructions and sampling are in force in the next chat', async ({ chat }) => {
  const { page } = chat
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Chat' }).click()
  await page.getByRole('textbox', { name: 'Default instructions' }).fill('Answer in one word.')
  const maximum = page.getByRole('textbox', { name: 'Maximum length' })
  await maximum.fill('5')
  await maximum.press('Enter')
  await page.getByRole('button', { name: 'New chat' }).click()
  await chat.ask('Tell me a very long story.')
  await chat.answered()
  await expect(chat.numbers).toHaveText(/^5 tokens/)
  await expect(chat.lastAnswer).toContainText('Ended at the maximum length.')
  await page.keyboard.press('Control+I')
  await expect(page.getByRole('textbox', { name: 'Instructions for this chat' })).toHaveAttribute(
    'placeholder',
    'Answer in one word.',
  )
})

sharedTest('a slider that was moved with the keys goes back when it is reset', async ({ hearth }) => {
  const { page } = hearth
  await page.getByRole('link', { name: 'Settings' }).click()
  const size = page.getByRole('slider', { name: 'Text size' })
  await size.press('End')
  await expect(size).toHaveAttribute('aria-valuenow', '24')
  await page.getByRole('button', { name: 'Reset Text size to 15.5' }).click()
  await expect(size).toHaveAttribute('aria-valuenow', '15.5')
})

sharedTest(
  'About says who made the model that is inside, under which licence, and where it comes from',
  async ({ hearth }) => {
    const { page } = hearth
    await page.getByRole('link', { name: 'Settings' }).click()
    const sections = page.getByRole('navigation', { name: 'Settings' })
    await sections.getByRole('link', { name: 'Chat' }).click()
    await page.getByRole('textbox', { name: 'Maximum length' }).scrollIntoViewIfNeeded()
    // A section begins at its top, however far the one before was scrolled.
    await sections.getByRole('link', { name: 'About' }).click()
    await expect(page.getByRole('heading', { name: 'About', level: 1 })).toBeInViewport()
    const origin: unknown = JSON.parse(readFileSync(builtInFile, 'utf8'))
    const facts = z.object({ publisher: z.string(), license: z.string(), source: z.string() }).parse(origin)
    for (const [name, value] of Object.entries({
      Publisher: facts.publisher,
      Licence: facts.license,
      Source: facts.source,
    }))
      await expect(page.getByRole('main').getByRole('definition').filter({ hasText: value }), name).toBeVisible()
    // The licences of all else that is inside are one text, which the keyboard can scroll.
    await page.getByRole('button', { name: 'Show the licences of what Hearth is made with' }).click()
    const licences = page.getByRole('dialog').getByRole('region')
    await expect(licences).toBeFocused()
    for (const part of [/^react \S+ \(MIT\)$/m, /^node-llama-cpp \S+ \(MIT\)$/m, /^llama\.cpp \S+ \(MIT\)/m])
      await expect(licences).toHaveText(part)
    await page.keyboard.press('Escape')
    await expect(licences).toBeHidden()
  },
)
