import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { installModels } from '../fixtures/models.ts'
import { expect, test } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'

/** Violations that keep somebody from using the screen. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Those of the screen in the light and in the dark: the theme follows the system's, as it does unless a person chooses one. */
async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await endOfTransitions(page)
    found.push(...(await violations(page)).map((violation) => `${theme}: ${violation}`))
  }
  return found
}

/** Colours on their way are not yet those that a person reads. */
async function endOfTransitions(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

test('no serious violation on any screen, light or dark', async ({ profile, launch }) => {
  test.slow() // more than forty inspections
  await installModels(profile, 'Speaker', 'Thinker', 'Endless')
  const { app, page } = await launch()
  const chat = new ChatPage(page)
  const check = async (screen: string): Promise<void> => {
    expect(await violationsInBothThemes(page), screen).toEqual([])
  }
  await page.getByRole('link', { name: 'Settings' }).click()
  for (const section of ['General', 'Chat', 'Models', 'Privacy', 'About']) {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click()
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
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await check('models')
  await page.getByRole('button', { name: 'More for Thinker' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await check('models, a menu open')
  await page.keyboard.press('Escape')
  for (const tab of [/^Discover/, /^Found on this computer/]) {
    await page.getByRole('link', { name: tab }).click()
    await check(`models, ${tab.source}`)
  }
  await page.getByRole('button', { name: 'New chat' }).click()
  await check('welcome')
  await chat.model.click()
  await check('model picker')
  await page.keyboard.press('Escape')
  await chat.choose('Thinker')
  await chat.ask('Think')
  await chat.answered()
  await page.keyboard.press('Control+I')
  await expect(page.getByRole('complementary', { name: 'This chat' })).toBeVisible()
  await check('conversation with inspector')
  await chat.conversation('Think').click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
  await check('menu of a conversation')
  await page.keyboard.press('Escape')
  await expect(chat.conversation('Think')).toBeFocused()
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word39')
  await check('answer being written')
  await chat.stop.click()
  await chat.answered()
  await check('stopped answer')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 600))
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
  await app.evaluate(({ BrowserWindow }) => {
    const trouble = { type: 'stopped', kind: 'crashed', detail: 'exit code 1' }
    BrowserWindow.getAllWindows()[0]?.webContents.send('backend-trouble', trouble)
  })
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await check('backend stopped')
})
