import type { Locator } from '@playwright/test'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { installModels } from '../fixtures/models.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { seenOnDesktop, stubDesktop } from '../fixtures/system.ts'
import { expect, test } from '../fixtures/test.ts'

/** Long enough for its speed to say something. */
const longReply = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ')

const now = oneHearth({
  prepare: async ({ profile }) => {
    await installModels(profile, 'Thinker')
    await writeTinyModel(join(profile, 'models/Speaker.gguf'), { name: 'Speaker', replies: [longReply] })
    for (const part of [1, 2])
      await writeTinyModel(join(profile, `models/Mosaic-0000${part}-of-00002.gguf`), { name: 'Mosaic' })
  },
})

test('every model is a row, one that is split, too; sorted, filtered and added up', async () => {
  const { page, models } = now()
  await models.open('Installed')
  await expect(models.names).toHaveCount(4)
  await expect(models.row('Speaker')).toContainText(
    /F16\s· 2(\.\d)?\sMB\s· [\d.]+[KM]\sparameters\s· 2k\scontext\s· CC0\s1\.0/,
  )
  await expect(models.row('Speaker').getByRole('meter', { name: 'Memory that Speaker needs' })).toBeVisible()
  await expect(await models.details('Mosaic')).toContainText('2 files')
  await expect(page.getByText(/^4 installed, \d+\sMB\. [\d.]+\s[GT]B free on this disk\./)).toBeVisible()
  await models.sortBy('Name')
  await expect(models.names).toHaveText(['Mosaic', 'SmolLM2 135M', 'Speaker', 'Thinker'])
  await models.sortBy('Size')
  await expect(models.names).toHaveText([/^SmolLM2/, 'Mosaic', /^(Speaker|Thinker)$/, /^(Speaker|Thinker)$/])
  await page.getByRole('searchbox', { name: 'Filter models' }).fill('think')
  await expect(models.names).toHaveText(['Thinker'])
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await expect(models.names).toHaveCount(4)
})

test('another name, and the own one again', async () => {
  const { page, models } = now()
  await models.choose('Speaker', 'Rename…')
  await page.getByRole('textbox', { name: 'New name' }).fill('Orator')
  await page.keyboard.press('Enter')
  await expect(models.row('Orator')).toBeVisible()
  await models.choose('Orator', 'Use its own name again')
  await expect(models.row('Speaker')).toBeVisible()
})

test('after an answer a model has its speed, and what it took beside what was expected', async () => {
  const { models, chat } = now()
  await expect(await models.details('Speaker')).toContainText('Last usedNot yet')
  const before = await megabytes(await models.details('Speaker'), /Memory([\d.]+)\sMB: /)
  await models.chatWith('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
  await models.open('Installed')
  const row = models.row('Speaker')
  await expect(row).toContainText('Loaded')
  const details = await models.details('Speaker')
  await expect(details).toContainText(/It took [\d.]+\sMB with a context of 2,048 tokens; [\d.]+\sMB were expected\./)
  // The next estimate is the last one, corrected by what it was wrong by; each figure is rounded to a megabyte.
  const took = await megabytes(details, /It took ([\d.]+)\sMB/)
  const expected = await megabytes(details, /; ([\d.]+)\sMB were expected/)
  const corrected = await megabytes(details, /Memory([\d.]+)\sMB: /)
  expect(Math.abs(corrected - (before + took - expected))).toBeLessThanOrEqual(2)
  await expect(details).toContainText(/Speed[\d.,]+ tok\/s/)
  await expect(details).not.toContainText('Not yet')
  await models.sortBy('Last used')
  await expect(models.names.first()).toHaveText('Speaker')
})

test('what this computer was measured to do while nobody waited says how fast models are that never ran', async () => {
  const { models } = now()
  await expect(await models.details('Thinker')).toContainText('Last usedNot yet')
  await expect(models.row('Thinker')).toContainText(/about [\d.,]+ tok\/s/)
})

test('its chat template can be read, and its file shown in its folder', async () => {
  const { page, models, hearth, profile } = now()
  await stubDesktop(hearth.app, join(profile, 'trash'))
  await models.choose('Thinker', 'Chat template…')
  const template = page.getByRole('dialog', { name: 'Chat template of Thinker' })
  await expect(template).toContainText("message['reasoning_content']")
  await page.keyboard.press('Escape')
  await models.choose('Thinker', 'Show in folder')
  await expect.poll(async () => (await seenOnDesktop(hearth.app)).shown).toEqual([join(profile, 'models/Thinker.gguf')])
})

test('the picker has the last used first, each with its fit, the loaded one marked, and leads to more', async () => {
  const { page, models, chat } = now()
  await models.choose('Thinker', 'Use for new chats')
  await expect(models.row('Thinker')).toContainText('Default')
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(chat.model).toHaveAccessibleName('Model: Thinker')
  await chat.model.click()
  const options = page.getByRole('option')
  await expect(options).toHaveText([
    /^Speaker.*Loaded2(\.\d)?\sMB · F16 · Fits$/,
    /^Mosaic4(\.\d)?\sMB · F16 · Fits$/,
    /^SmolLM2 135M.*Built in.*MB.*Fits$/,
    /^Thinker2(\.\d)?\sMB · F16 · Fits$/,
  ])
  await page.keyboard.type('q8')
  await expect(page.getByText('No model has this name.')).toBeVisible()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('mosaic')
  await expect(options).toHaveText([/^Mosaic/])
  await page.getByRole('button', { name: 'Get more models' }).click()
  await expect(models.startingList).toBeVisible()
})

test('no row moves while somebody is at the list; afterwards it is in order again', async () => {
  const { page, models } = now()
  await models.open('Installed')
  await expect(models.names.first()).toHaveText('Speaker')
  await models.choose('Thinker', 'Load')
  await expect(models.row('Thinker')).toContainText('Loaded')
  await expect(models.names.first()).toHaveText('Speaker')
  await page.getByRole('heading', { name: 'Models', level: 1 }).click()
  await expect(models.names.first()).toHaveText('Thinker')
  await models.choose('Speaker', 'Load')
  await expect(models.row('Speaker')).toContainText('Loaded')
})

test('what is loaded is not deleted before it is unloaded; then it goes to the trash, and says what comes free', async () => {
  const { page, models, profile } = now()
  await models.open('Installed')
  await models.choose('Speaker', 'Delete…')
  const question = page.getByRole('alertdialog', { name: 'Delete Speaker?' })
  await expect(question).toContainText('It is loaded. Unload it first, then it can be deleted.')
  await expect(question.getByRole('button', { name: 'Delete' })).toHaveCount(0)
  await question.getByRole('button', { name: 'Unload' }).dblclick()
  await expect(question).toContainText(/Its file goes to .* 2(\.\d)?\sMB come free when the trash is emptied\./)
  expect(existsSync(join(profile, 'models/Speaker.gguf'))).toBe(true)
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Speaker is in the trash')).toBeVisible()
  await expect(page.getByText(/^2(\.\d)?\sMB come free when the trash is emptied\.$/)).toBeVisible()
  await expect(models.row('Speaker')).toHaveCount(0)
  expect(existsSync(join(profile, 'trash/Speaker.gguf'))).toBe(true)
})

test('models of a folder that goes away stay listed until they are forgotten, and come back by themselves', async () => {
  const { page, models, profile } = now()
  renameSync(join(profile, 'models'), join(profile, 'away'))
  await expect(models.row('Thinker')).toContainText('Not available')
  await expect(models.row('Mosaic')).toContainText('is not where it was')
  await models.openMenu('Mosaic')
  // There is nothing that could be deleted.
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0)
  await page.getByRole('menuitem', { name: 'Forget, keep the file' }).click()
  await expect(models.row('Mosaic')).toHaveCount(0)
  renameSync(join(profile, 'away'), join(profile, 'models'))
  await expect(models.row('Thinker').getByRole('button', { name: 'Chat with Thinker' })).toBeVisible()
  await expect(models.row('Mosaic').getByRole('button', { name: 'Chat with Mosaic' })).toBeVisible()
})

async function megabytes(details: Locator, figure: RegExp): Promise<number> {
  const text = await details.innerText()
  return Number(figure.exec(text.replaceAll('\n', ''))?.[1])
}
