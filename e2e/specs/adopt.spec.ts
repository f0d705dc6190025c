import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { writeTinyModel } from '../../electron/testing/tiny-model.ts'
import { stubOpenDialog } from '../fixtures/dialogs.ts'
import { dropFiles } from '../fixtures/drop.ts'
import { installModels } from '../fixtures/models.ts'
import { oneHearth } from '../fixtures/one-hearth.ts'
import { expect, test } from '../fixtures/test.ts'

const digest = 'a'.repeat(64)
/** Where each application keeps its model, below the home folder. */
const places = {
  'LM Studio': '.lmstudio/models/maker/Studio-GGUF/Studio.gguf',
  Ollama: `.ollama/models/blobs/sha256-${digest}`,
  Jan: '.local/share/Jan/data/llamacpp/models/maker/jan-1b/model.gguf',
  GPT4All: '.local/share/nomic.ai/GPT4All/Four.gguf',
  'Hugging Face': '.cache/huggingface/hub/models--maker--Cached/blobs/abc',
}
const titles = {
  'LM Studio': 'Studio',
  Ollama: 'borrowed:1b',
  Jan: 'jan-1b',
  GPT4All: 'Four',
  'Hugging Face': 'Cached',
}
/** Enough to be seen on its way. It is a hole, and takes no room where it lies. */
const longBytes = 3_000_000_000

const now = oneHearth({
  prepare: async ({ profile, home }) => {
    for (const [application, place] of Object.entries(places)) {
      mkdirSync(dirname(join(home, place)), { recursive: true })
      const name = application === 'Hugging Face' ? 'Cached' : application.replace('LM ', '').replace('GPT4All', 'Four')
      await writeTinyModel(join(home, place), { name, replies: [`I belong to ${application}.`] })
    }
    const manifest = join(home, '.ollama/models/manifests/registry.ollama.ai/library/borrowed/1b')
    mkdirSync(dirname(manifest), { recursive: true })
    const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}`, size: 1 }]
    writeFileSync(manifest, JSON.stringify({ schemaVersion: 2, layers }))
    const model = 'model_path: llamacpp/models/maker/jan-1b/model.gguf\nname: jan-1b\n'
    writeFileSync(join(home, dirname(places.Jan), 'model.yml'), model)
    const snapshot = join(home, dirname(places['Hugging Face']), '../snapshots/0123')
    mkdirSync(snapshot, { recursive: true })
    symlinkSync(join(home, places['Hugging Face']), join(snapshot, 'cached.gguf'))
    copyFileSync(join(home, places['LM Studio']), join(home, dirname(places.GPT4All), 'The same again.gguf'))
    await installModels(join(profile, 'elsewhere'), 'Speaker', 'Thinker', 'Endless')
  },
})

test('what five other applications keep is found, each content once, under the name that it has there', async () => {
  const { page, models } = now()
  await models.open('Found on this computer')
  for (const [application, title] of Object.entries(titles)) {
    const list = page.getByRole('list', { name: `Models of ${application}` })
    await expect(list.getByRole('listitem')).toHaveCount(1)
    await expect(list).toContainText(title)
  }
  await expect(page.getByRole('list', { name: 'Models of LM Studio' })).toContainText('also in GPT4All')
})

test('used in place, they answer; taken off the list, they stay as they are', async () => {
  const { page, models, chat, home } = now()
  const before = Object.values(places).map((place) => readFileSync(join(home, place)))
  for (const title of Object.values(titles)) {
    await page.getByRole('button', { name: `Use ${title}` }).click()
    await expect(page.getByRole('button', { name: `Stop using ${title}` })).toBeFocused()
  }
  await models.open('Installed')
  await expect(models.names).toHaveCount(6)
  await expect(models.row('borrowed:1b')).toContainText('Ollama')
  await models.chatWith('borrowed:1b')
  await chat.ask('Whose are you?')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('I belong to Ollama.')

  // Its disk goes, and comes back, while somebody is in another window.
  await models.open('Installed')
  const studio = join(home, places['LM Studio'])
  const lookAgain = (): Promise<boolean> => page.evaluate(() => window.dispatchEvent(new Event('focus')))
  renameSync(studio, `${studio}.away`)
  await lookAgain()
  await expect(models.row('Studio')).toContainText('Not available')
  renameSync(`${studio}.away`, studio)
  await lookAgain()
  await expect(models.row('Studio').getByRole('button', { name: 'Chat with Studio' })).toBeVisible()

  await models.openMenu('borrowed:1b')
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0)
  await page.getByRole('menuitem', { name: 'Forget, keep the file' }).click()
  await expect(models.row('borrowed:1b')).toHaveCount(0)
  await models.open('Found on this computer')
  await expect(page.getByRole('button', { name: 'Use borrowed:1b' })).toBeVisible()
  for (const title of Object.values(titles).filter((name) => name !== 'borrowed:1b')) {
    await page.getByRole('button', { name: `Stop using ${title}` }).click()
    await expect(page.getByRole('button', { name: `Use ${title}` })).toBeFocused()
  }
  await expect(page.getByRole('button', { name: /^Stop using/ })).toHaveCount(0)
  const after = Object.values(places).map((place) => readFileSync(join(home, place)))
  expect(after.every((bytes, index) => bytes.equals(before[index] ?? Buffer.of()))).toBe(true)
})

test('files chosen in the dialog are copied with progress; cancelled, what was through stays and half a file does not', async () => {
  const { page, models, hearth, profile } = now()
  const speaker = join(profile, 'elsewhere/models/Speaker.gguf')
  const long = join(profile, 'elsewhere/models/Long.gguf')
  await writeTinyModel(long, { name: 'Long' })
  truncateSync(long, longBytes)
  await stubOpenDialog(hearth.app, [speaker, long])
  await page.getByRole('button', { name: 'Add model file…' }).click()
  await models.add('Copy to the models folder')
  const row = models.transfer('Copying Long.gguf')
  await expect(row).toContainText(/of 3\sGB · file 2 of 2/)
  await expect(row.getByRole('progressbar', { name: 'Adding files' })).toBeVisible()
  await row.getByRole('button', { name: 'Cancel adding files' }).click()
  await expect(models.transfer('Copying Long.gguf was cancelled. One file was added before it.')).toBeVisible()
  await expect(models.row('Speaker')).toBeVisible()
  expect(readdirSync(join(profile, 'models'))).toEqual(['Speaker.gguf'])
  expect([speaker, long].map((path) => existsSync(path))).toEqual([true, true])
})

test('files dropped on the window are moved', async () => {
  const { page, models, profile } = now()
  const files = ['Thinker.gguf', 'Endless.gguf'].map((name) => join(profile, 'elsewhere/models', name))
  await dropFiles(page, files)
  await expect(page.getByRole('dialog', { name: 'Add 2 model files' })).toBeVisible()
  await models.add('Move to the models folder')
  await expect(models.transfer('2 files were added')).toBeVisible()
  await expect(models.row('Thinker')).toBeVisible()
  await expect(models.row('Endless')).toBeVisible()
  expect(files.map((path) => existsSync(path))).toEqual([false, false])
  expect(readdirSync(join(profile, 'models')).toSorted()).toEqual(['Endless.gguf', 'Speaker.gguf', 'Thinker.gguf'])
})
