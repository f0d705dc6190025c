import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { writeLargeModel } from '../../electron/testing/large-model.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { expect, test } from '../fixtures/test.ts'

sharedTest(
  'speed and tokens while it runs, the numbers of the answer afterwards, the loaded model in the inspector',
  async ({ chat }) => {
    await chat.ask('Write a long story about the sea.')
    await expect(chat.page.getByText(/\d tok\/s/).first()).toBeVisible({ timeout: 30_000 })
    await expect(chat.page.getByText(/first after \d/).first()).toBeVisible()
    await chat.stop.click()
    await expect(chat.numbers).toHaveText(/^[\d,]+ tokens · [\d.]+ tok\/s · first after [\d.]+ s$/)

    await chat.page.keyboard.press('Control+I')
    const inspector = chat.page.getByRole('complementary', { name: 'This chat' })
    const meter = inspector.getByRole('meter', { name: 'Context in use' })
    await expect(meter).toHaveAttribute('aria-valuemax', '8192')
    expect(Number(await meter.getAttribute('aria-valuenow'))).toBeGreaterThan(20)
    await expect(inspector).toContainText(/Prompt read\s*\d+ of \d+ tokens/)
    await expect(inspector).toContainText(/Threads\s*\d/)
    await expect(inspector).toContainText(/Memory\s*\d+\sMB/)
  },
)

sharedTest('the second turn reads only what is new', async ({ chat }) => {
  await chat.limitAnswers(60)
  await chat.ask('What is a boat?')
  await chat.answered()
  await chat.ask('And a ship?')
  await chat.answered()
  await chat.page.keyboard.press('Control+I')
  const row = chat.page
    .getByRole('complementary', { name: 'This chat' })
    .getByText(/\d+ of [\d,]+ tokens/)
    .last()
  const [evaluated = 0, total = 0] = ((await row.innerText()).match(/[\d,]+/g) ?? []).map((n) =>
    Number(n.replace(',', '')),
  )
  expect(evaluated).toBeGreaterThan(0)
  expect(evaluated).toBeLessThan(30)
  expect(total).toBeGreaterThan(evaluated + 40)
})

test('loading a model shows in the button how far it is, and can be seen to end', async ({ profile, chat }) => {
  mkdirSync(join(profile, 'models'), { recursive: true })
  // More than a gigabyte: a few megabytes are there before anything is painted.
  await writeLargeModel(join(profile, 'models/Large.gguf'))
  await expect(chat.page.getByRole('button', { name: 'Model: SmolLM2 135M', exact: true })).toBeVisible()
  const names = await namesOfModelButton(chat.page)
  const large = 'Model: Large Test'
  await chat.choose('Large Test')
  const isOver = (all: string[]): boolean => all.some((name) => name.endsWith('loading')) && all.at(-1) === large
  await expect.poll(async () => isOver(await names()), { timeout: 60_000 }).toBe(true)
  const shown = await names()
  const progress = shown.flatMap((name) => {
    const percent = /^Model: Large Test (\d+)\s%, loading$/.exec(name)?.[1]
    return percent === undefined ? [] : [Number(percent)]
  })
  expect(progress, shown.join('; ')).toEqual(progress.toSorted((a, b) => a - b))
  // On its way, and, while the model computes for the first time, all of it read.
  expect(progress.filter((percent) => percent > 0 && percent < 100).length, shown.join('; ')).toBeGreaterThan(0)
  expect(progress.at(-1), shown.join('; ')).toBe(100)
})

sharedTest.describe('a full context', () => {
  sharedTest.beforeEach(async ({ chat }) => {
    await chat.choose('Narrow')
  })

  sharedTest('leaves out the oldest messages and marks where', async ({ chat }) => {
    for (const question of ['one', 'two', 'three', 'four']) {
      await chat.ask(`Question ${question} ${'and some words more '.repeat(8)}`)
      await chat.answering()
      if (await chat.stop.isVisible()) await chat.stop.click()
      await chat.answered()
    }
    await expect(chat.page.getByText('The model no longer sees what is above this line')).toBeVisible()
  })

  sharedTest('asks first where it is told to, and goes on when answered', async ({ chat }) => {
    await chat.page.keyboard.press('Control+I')
    const inspector = chat.page.getByRole('complementary', { name: 'This chat' })
    await inspector.getByRole('radio', { name: 'Ask' }).click()
    await chat.ask('Fill it')
    const full = chat.lastAnswer.getByText('The answer ended here: the context of 256 tokens is full.')
    await expect(full).toBeVisible({ timeout: 30_000 })
    await expect(chat.lastAnswer).toContainText('word19')
    // Nothing is older than its question, trying again would end just so, and the model was trained for no more.
    await expect(chat.lastAnswer.getByRole('button', { name: 'Choose another model' })).toBeVisible()
    await expect(
      chat.lastAnswer.getByRole('button', { name: /^(Leave out|Try again|Continue|Go to Settings)/ }),
    ).toHaveCount(0)

    await chat.ask('And on')
    await expect(chat.lastAnswer).toContainText('There is no room for an answer', { timeout: 30_000 })
    await expect(chat.answers.first()).toContainText('The answer ended here')
    await chat.lastAnswer.getByRole('button', { name: 'Leave out the oldest messages' }).click()
    await expect(inspector.getByRole('radio', { name: 'Leave out oldest' })).toBeChecked()
    await expect(chat.lastAnswer).toContainText('word19')
  })
})

/** Every name that the model's button has from now on, in order, until it is asked for them. */
async function namesOfModelButton(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const names: string[] = []
    Object.assign(window, { names })
    const look = (): void => {
      const name = document.querySelector('button[aria-label^="Model: "]')?.getAttribute('aria-label') ?? ''
      if (name !== names.at(-1)) names.push(name)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  return async () => z.array(z.string()).parse(await page.evaluate((): unknown => Reflect.get(window, 'names')))
}
