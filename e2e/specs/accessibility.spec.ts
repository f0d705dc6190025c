import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { installModels } from '../fixtures/models.ts'
import { expect, test } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'

/** Violations that keep somebody from using the screen. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

for (const theme of ['light', 'dark'] as const) {
  test(`no serious violation on any screen, ${theme}`, async ({ profile, launch }) => {
    await installModels(profile, 'Speaker', 'Thinker', 'Endless')
    const { page } = await launch()
    const chat = new ChatPage(page)
    const check = async (screen: string): Promise<void> => {
      expect(await violations(page), screen).toEqual([])
    }
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: theme === 'light' ? 'Light' : 'Dark' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const section of ['General', 'Chat', 'Models', 'About']) {
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click()
      await check(`settings, ${section}`)
    }
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
    await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
    await check('models')
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
    await chat.choose('Endless')
    await chat.ask('Count')
    await expect(chat.lastAnswer).toContainText('word39')
    await check('answer being written')
    await chat.stop.click()
    await chat.answered()
    await check('stopped answer')
  })
}
