import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium, expect, test as base, type Browser, type Page } from '@playwright/test'
import { makeProfile, removeProfile } from '../fixtures/launch.ts'
import { isAlive, processTree } from '../fixtures/processes.ts'
import { ChatPage } from '../pages/chat-page.ts'

const executable = process.env['HEARTH_INSTALLED'] ?? '/opt/Hearth/hearth'

/** The installed application: it cannot be driven as a development build can, so it is reached as a browser is. */
interface Installed {
  process: ChildProcess
  browser: Browser
  page: Page
}

const test = base.extend<{ profile: string; start: (environment?: NodeJS.ProcessEnv) => Promise<Installed> }>({
  profile: async ({}, use) => {
    const profile = makeProfile()
    await use(profile)
    removeProfile(profile)
  },
  start: async ({ profile }, use) => {
    const running: Installed[] = []
    await use(async (environment = {}) => {
      const installed = await startInstalled(profile, environment)
      running.push(installed)
      return installed
    })
    for (const { process: main } of running) main.kill('SIGKILL')
  },
})

async function startInstalled(profile: string, environment: NodeJS.ProcessEnv): Promise<Installed> {
  const args = [`--user-data-dir=${profile}`, '--remote-debugging-port=0']
  const main = spawn(executable, args, { env: { ...process.env, LC_ALL: 'en_US.UTF-8', ...environment } })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    main.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    main.once('exit', () => reject(new Error(`it ended at once:\n${said}`)))
  })
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!page) throw new Error('there is no window')
  return { process: main, browser, page }
}

/** Ends it as the session manager does, and waits until it is gone. */
async function end({ process: main, browser }: Installed): Promise<void> {
  const gone = once(main, 'exit')
  main.kill('SIGTERM')
  await gone
  await browser.close()
}

test('answers, is quit, and has the conversation when it is started again', async ({ start }) => {
  const today = await start()
  const chat = new ChatPage(today.page)
  await expect(chat.message).toBeFocused()
  await chat.ask('What is a harbour?')
  await chat.answered()
  const pids = processTree(today.process.pid ?? 0).map(({ pid }) => pid)
  expect(pids.length).toBeGreaterThan(3)
  await end(today)
  await expect.poll(() => pids.filter(isAlive)).toEqual([])

  const tomorrow = await start()
  const again = new ChatPage(tomorrow.page)
  await again.conversation('What is a harbour?').click()
  await expect(again.ownMessages).toContainText('What is a harbour?')
  await end(tomorrow)
})

test('only what it needs is in its archive', () => {
  const files = listPackage(join(dirname(executable), 'resources/app.asar'), { isPack: false })
  expect(new Set(files.map((file) => file.split(sep)[1]))).toEqual(new Set(['node_modules', 'out', 'package.json']))
})

test('the licences of what it is made with are a file in it, which the window shows', async ({ start }) => {
  const installed = await start()
  await expect(new ChatPage(installed.page).message).toBeVisible()
  const text = readFileSync(join(dirname(executable), 'resources/third-party-licenses.txt'), 'utf8')
  expect(text).toMatch(/^react \S+ \(MIT\)$/m)
  expect(await installed.page.evaluate(() => window.hearth.readLicenses())).toBe(text)
  await end(installed)
})

test('the fuses are blown as they must be', async () => {
  const wire = await getCurrentFuseWire(executable)
  const enabled = (option: FuseV1Options): boolean => Number(wire[option]) === '1'.charCodeAt(0)
  expect({
    runAsNode: enabled(FuseV1Options.RunAsNode),
    cookieEncryption: enabled(FuseV1Options.EnableCookieEncryption),
    nodeOptions: enabled(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: enabled(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: enabled(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: enabled(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocol: enabled(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    fileProtocol: false,
  })
})

test('the page’s process is in the sandbox, and the environment cannot make a Node of it', async ({ start }) => {
  const installed = await start({ ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/nowhere/intruder.js' })
  await expect(new ChatPage(installed.page).message).toBeVisible()
  const renderer = processTree(installed.process.pid ?? 0).find(({ command }) => command.includes('--type=renderer'))
  expect(readFileSync(`/proc/${renderer?.pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
  await end(installed)
})
