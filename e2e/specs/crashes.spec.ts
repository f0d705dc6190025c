import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startAndQuit } from '../fixtures/launch.ts'
import { installModels } from '../fixtures/models.ts'
import { isAlive } from '../fixtures/processes.ts'
import { storedDrafts } from '../fixtures/stored-drafts.ts'
import { expect, test } from '../fixtures/test.ts'
import { ChatPage } from '../pages/chat-page.ts'

/** How often it is quit while an answer is written. */
const cycles = Number(process.env['CYCLES'] ?? 10)

/** In the middle of an answer that does not end: some of it is there, and stored. */
async function inTheMiddle(chat: ChatPage): Promise<void> {
  await chat.choose('Endless')
  await chat.ask('Count')
  await expect(chat.lastAnswer).toContainText('word39')
}

/** What is written is stored at least this often, and before it is shown for longer (ms). */
const storedWithinMs = 250

/** The text of the answer that is being written, as it was when something more of it was shown at least so long ago. */
async function writtenBefore(chat: ChatPage, ms: number): Promise<string> {
  const text = await chat.prose()
  await chat.lastAnswer.evaluate(
    (answer, wanted) =>
      new Promise<void>((resolve) => {
        const since = performance.now()
        const observer = new MutationObserver(() => {
          if (performance.now() - since < wanted) return
          observer.disconnect()
          resolve()
        })
        observer.observe(answer, { subtree: true, childList: true, characterData: true })
      }),
    ms,
  )
  return text
}

test.describe('the engine', () => {
  for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const) {
    test(`${signal} in the middle of an answer keeps the text, and one click goes on`, async ({
      profile,
      hearth,
      chat,
    }) => {
      await installModels(profile, 'Endless')
      await inTheMiddle(chat)
      hearth.signal('engine', signal)
      await expect(chat.lastAnswer).toContainText('The engine that runs the model stopped unexpectedly.')
      await expect(chat.lastAnswer).toContainText('word39')
      await chat.message.fill('the page is live')
      await chat.lastAnswer.getByRole('button', { name: 'Continue' }).click()
      await expect(chat.stop).toBeVisible()
      await expect(chat.page.getByText(/\d tok\/s/).first()).toBeVisible()
      await expect(chat.message).toHaveValue('the page is live')
      await chat.stop.click()
      await expect(chat.lastAnswer).toContainText('Stopped.')
    })
  }

  test('that hangs is said to be silent, and ended when the answer is stopped', async ({ profile, hearth, chat }) => {
    await installModels(profile, 'Endless', 'Speaker')
    await chat.page.clock.install()
    await inTheMiddle(chat)
    hearth.signal('engine', 'SIGSTOP')
    const silence = chat.page.getByText('The model has not answered for 30 seconds. Stop, or wait.')
    await expect(silence).toBeHidden()
    // What was on its way still comes, and begins the silence anew.
    await expect(async () => {
      await chat.page.clock.fastForward(30_000)
      await expect(silence).toBeVisible({ timeout: 1000 })
    }).toPass()
    await chat.stop.click()
    await expect(chat.lastAnswer).toContainText('Stopped.')
    await expect(silence).toBeHidden()
    await chat.lastAnswer.getByRole('button', { name: 'Continue' }).click()
    await expect(chat.stop).toBeVisible()
    await expect(chat.page.getByText(/\d tok\/s/).first()).toBeVisible()
    await chat.stop.click()
    await expect(chat.lastAnswer).toContainText('Stopped.')
    await chat.choose('Speaker')
    await chat.ask('Hello')
    await chat.answered()
    await expect(chat.lastAnswer).toContainText('Apples')
  })
})

test('the backend killed in the middle of an answer: the page reconnects, nothing acknowledged is lost', async ({
  profile,
  hearth,
  chat,
}) => {
  await installModels(profile, 'Endless')
  await inTheMiddle(chat)
  const before = hearth.child('backend')?.pid
  const stored = await writtenBefore(chat, 2 * storedWithinMs)
  expect(stored).toContain('word39')
  hearth.signal('backend', 'SIGKILL')
  await expect(chat.lastAnswer).toContainText('Interrupted. What was written is kept.')
  await expect(chat.ownMessages).toContainText('Count')
  expect((await chat.prose()).slice(0, stored.length)).toBe(stored)
  expect(hearth.child('backend')?.pid).not.toBe(before)
  await chat.lastAnswer.getByRole('button', { name: 'Continue' }).click()
  await expect(chat.stop).toBeVisible()
  await chat.stop.click()
  await expect(chat.lastAnswer).toContainText('Stopped.')
})

test('a backend that ends again and again is not restarted for ever; the window says so and one click tries again', async ({
  hearth,
  chat,
}) => {
  for (let crash = 0; crash < 3; crash++) {
    await expect.poll(() => hearth.child('backend')?.pid).toBeTruthy()
    await expect(chat.message).toBeEnabled()
    const pid = hearth.child('backend')?.pid
    hearth.signal('backend', 'SIGKILL')
    await expect.poll(() => hearth.child('backend')?.pid !== pid).toBe(true)
  }
  await expect(chat.page.getByRole('alertdialog', { name: 'Hearth cannot reach your chats' })).toBeVisible()
  expect(hearth.child('backend')).toBeUndefined()
  await chat.page.getByRole('button', { name: 'Try again' }).click()
  await expect(chat.page.getByRole('alertdialog')).toHaveCount(0)
  await expect(chat.message).toBeFocused()
  await chat.ask('Are you there?')
  await chat.answering()
})

test('the page crashed: it comes back with its draft, and the answer has gone on', async ({
  profile,
  hearth,
  chat,
}) => {
  await installModels(profile, 'Endless')
  await inTheMiddle(chat)
  await chat.message.fill('not sent yet')
  await expect.poll(() => storedDrafts(profile)).toContain('not sent yet')
  const engine = hearth.child('engine')?.pid
  const crashed = chat.page.waitForEvent('crash')
  await hearth.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await crashed
  // The driver does not follow a page beyond its crash: the window is asked from the main process.
  const inPage = (script: string): Promise<unknown> =>
    hearth.app.evaluate(
      async ({ BrowserWindow }, code): Promise<unknown> =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    )
  await expect.poll(() => inPage(`document.querySelector('textarea')?.value`)).toBe('not sent yet')
  await expect.poll(() => inPage(`document.querySelector('[role=log]')?.innerText`)).toContain('word39')
  await expect.poll(() => inPage(`document.querySelector('button[aria-label=Stop]') !== null`)).toBe(true)
  expect(hearth.child('engine')?.pid).toBe(engine)
})

test('quitting as soon as the window opens ends it, too', async ({ profile }) => {
  expect(await startAndQuit(profile)).toBe(0)
})

test(`quitting while an answer is written leaves no process behind, ${cycles} times`, async ({ profile, launch }) => {
  test.setTimeout(cycles * 36_000) // as many starts
  await installModels(profile, 'Endless')
  for (let round = 0; round < cycles; round++) {
    const hearth = await launch()
    const chat = new ChatPage(hearth.page)
    if (round === 0) await chat.choose('Endless')
    await expect.poll(() => hearth.child('backend')?.pid).toBeTruthy()
    await chat.ask(`Round ${round}`)
    const pids = hearth.processes().map(({ pid }) => pid)
    await hearth.quit()
    await expect.poll(() => pids.filter((pid) => isAlive(pid))).toEqual([])
  }
})

test('while nothing can be stored the window says so, and goes on by itself', async ({ profile, chat }) => {
  const note = chat.page.getByRole('status').getByText('Nothing can be stored')
  await expect(chat.model).toHaveAccessibleName(/^Model: SmolLM2 135M/) // the backend is there
  // Another program holds the database, which refuses to store just as on a full disk.
  const other = new Database(join(profile, 'hearth.db'))
  other.exec('BEGIN IMMEDIATE')
  await chat.message.fill('Is there room?')
  await expect(note).toBeVisible({ timeout: 10_000 })
  other.exec('ROLLBACK')
  other.close()
  await expect(note).toBeHidden({ timeout: 10_000 })
  await expect(chat.message).toHaveValue('Is there room?')
})
