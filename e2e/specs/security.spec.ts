import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { shellInputs } from '../../electron/contract/shell.ts'
import { Canary } from '../fixtures/canary.ts'
import { seenLinks, stubLinkDialog } from '../fixtures/dialogs.ts'
import { dropAsChromiumDoes } from '../fixtures/drop.ts'
import { callsFromElsewhere } from '../fixtures/elsewhere.ts'
import { installModels } from '../fixtures/models.ts'
import { socketsOf } from '../fixtures/processes.ts'
import { sharedTest } from '../fixtures/shared.ts'
import { openAnswer } from '../fixtures/stored-answer.ts'
import { expect, test } from '../fixtures/test.ts'

sharedTest('the page is sandboxed, isolated and holds nothing of Electron or Node', async ({ hearth, chat }) => {
  await expect(chat.message).toBeVisible()
  const globals = await chat.page.evaluate(() => {
    return ['require', 'process', 'module', 'ipcRenderer', 'electron', 'Buffer'].filter((name) => name in window)
  })
  expect(globals).toEqual([])
  expect(await chat.page.evaluate(() => Object.keys(window.hearth).toSorted())).toEqual([
    'chooseFolder',
    'chooseModelFiles',
    'copyText',
    'notify',
    'onBackendTrouble',
    'onMenuCommand',
    'openLink',
    'pathOfFile',
    'platform',
    'readLicenses',
    'requestPort',
    'restartBackend',
    'revealFile',
    'setLanguage',
    'setProgress',
    'setTheme',
    'showLinkMenu',
    'systemLanguage',
  ])
  const renderer = hearth.processes().find(({ command }) => command.includes('--type=renderer'))
  expect(readFileSync(`/proc/${renderer?.pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)
})

sharedTest('no child holds a connection of main’s, to the screen or to another process', async ({ hearth, chat }) => {
  await chat.ask('Are you there?')
  await chat.answered()
  const ofMain = new Set(socketsOf(hearth.pid))
  expect(ofMain.size).toBeGreaterThan(0)
  for (const name of ['backend', 'engine'] as const) {
    const pid = hearth.child(name)?.pid ?? 0
    expect(socketsOf(pid).filter((socket) => ofMain.has(socket))).toEqual([])
  }
})

// The driver would wait for the refused navigations in every test that came after this one.
test('navigation, windows, frames, webviews, dropped files, downloads and permissions are refused', async ({
  profile,
  hearth,
  chat,
}) => {
  const { page } = chat
  await expect(chat.message).toBeVisible()
  const address = page.url()
  const canary = await Canary.start()
  await page.evaluate((base) => {
    window.open(base)
    window.open('https://example.org/')
    const link = document.createElement('a')
    link.href = 'https://example.org/'
    link.textContent = 'away'
    document.body.append(link)
    link.click()
    link.target = '_blank'
    link.click()
    link.download = 'x'
    link.click()
    const frame = document.createElement('iframe')
    frame.src = base
    document.body.append(frame)
    const view = document.createElement('webview')
    view.setAttribute('src', base)
    document.body.append(view)
    location.assign('file:///etc/passwd')
  }, canary.address)
  const letter = join(profile, 'letter.html')
  writeFileSync(letter, '<title>A letter</title>Dear landlord')
  await dropAsChromiumDoes(page, [letter])
  // It came, and the page did with it what it does with any file.
  await expect
    .poll(() => page.evaluate(() => document.querySelector('[role=dialog]')?.textContent))
    .toContain('letter.html')
  expect(
    await page.evaluate(async () => {
      const query = (name: PermissionName): Promise<string> =>
        navigator.permissions.query({ name }).then(
          ({ state }) => state,
          () => 'denied',
        )
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'midi'] as const
      return Promise.all(names.map(query))
    }),
  ).toEqual(['denied', 'denied', 'denied', 'denied', 'denied'])
  const asked = await page.evaluate(async () => {
    const refused = (request: Promise<unknown>): Promise<boolean> =>
      request.then(
        () => false,
        () => true,
      )
    const located = new Promise((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(resolve, reject)
    })
    return {
      notifications: await Notification.requestPermission(),
      others: await Promise.all(
        [navigator.mediaDevices.getUserMedia({ audio: true }), located, navigator.requestMIDIAccess()].map(refused),
      ),
    }
  })
  expect(asked).toEqual({ notifications: 'denied', others: [true, true, true] })
  expect(page.url()).toBe(address)
  expect(hearth.app.windows()).toHaveLength(1)
  expect(await hearth.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  expect(canary.connections).toBe(0)
  canary.close()
  // The driver waits for the navigation that was refused, so the page itself is asked.
  expect(await page.evaluate(() => document.querySelector('textarea')?.isConnected)).toBe(true)
})

sharedTest('what is not the page’s own never leaves: fetch, image, style, socket', async ({ chat }) => {
  const canary = await Canary.start()
  await expect(chat.message).toBeVisible()
  const results = await chat.page.evaluate(async (base) => {
    const failed = (promise: Promise<unknown>): Promise<boolean> =>
      promise.then(
        () => false,
        () => true,
      )
    const image = new Promise((resolve, reject) => {
      const element = new Image()
      element.addEventListener('load', resolve)
      element.addEventListener('error', reject)
      element.src = `${base}/pixel.png`
    })
    const socket = new Promise((resolve, reject) => {
      try {
        const opened = new WebSocket(base.replace('http', 'ws'))
        opened.addEventListener('open', resolve)
        opened.addEventListener('error', reject)
      } catch (error) {
        reject(error instanceof Error ? error : new Error('refused'))
      }
    })
    return Promise.all([failed(fetch(base)), failed(image), failed(socket), failed(import(`${base}/module.js`))])
  }, canary.address)
  canary.close()
  expect(results).toEqual([true, true, true, true])
  expect(canary.connections).toBe(0)
})

sharedTest('what a model writes stays text: no script, no image, no frame', async ({ hearth, chat }) => {
  const hostile = [
    '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
    '<svg onload="window.pwned=1"></svg><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    '![a picture](https://example.org/?q=secret) ![data](data:image/png;base64,AAAA)',
    '[click](javascript:window.pwned=1) [file](file:///etc/passwd) [own](app://hearth/index.html)',
    '<a href="https://example.org" target=_blank>raw</a> <form action="https://example.org"><button>go</button></form>',
  ].join('\n\n')
  await openAnswer(hearth, hostile)
  await expect(chat.lastAnswer).toContainText('a picture')
  expect(await chat.page.evaluate(() => 'pwned' in window)).toBe(false)
  for (const tag of ['img', 'script', 'iframe', 'svg[onload]', 'form', 'object', 'embed'])
    await expect(chat.log.locator(`article ${tag}`)).toHaveCount(0)
})

sharedTest('what streams in stays text, too', async ({ chat }) => {
  const dialogs: string[] = []
  chat.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await chat.choose('Intruder')
  await chat.ask('Hello')
  await chat.answered()
  await expect(chat.lastAnswer).toContainText('<svg/onload=alert(1)>')
  expect(dialogs).toEqual([])
})

sharedTest('a link leads out only through one confirmation that shows where', async ({ hearth, chat }) => {
  const text = 'See [the harmless page](https://example.org/path?q=1) or [run](javascript:alert(1)).'
  await openAnswer(hearth, text)
  const { app } = hearth
  await stubLinkDialog(app, false)
  const link = chat.log.getByText('the harmless page')
  await link.click()
  await link.click({ button: 'middle' })
  await expect.poll(async () => (await seenLinks(app)).asked.length).toBeGreaterThan(0)
  expect((await seenLinks(app)).asked[0]).toContain('https://example.org/path?q=1')
  expect((await seenLinks(app)).opened).toEqual([])
  await stubLinkDialog(app, true)
  await link.click()
  await expect.poll(async () => (await seenLinks(app)).opened).toEqual(['https://example.org/path?q=1'])
  await chat.log.getByText('run', { exact: false }).last().click()
  expect((await seenLinks(app)).opened).toHaveLength(1)
})

sharedTest('main refuses calls with a wrong shape', async ({ chat }) => {
  await expect(chat.message).toBeVisible()
  const refused = await chat.page.evaluate(async () => {
    const call = (name: 'openLink' | 'copyText' | 'setTheme' | 'revealFile', ...input: unknown[]): Promise<boolean> => {
      const shell: Record<string, unknown> = { ...window.hearth }
      const target = shell[name]
      if (typeof target !== 'function') return Promise.resolve(false)
      return Promise.resolve(Reflect.apply(target, null, input)).then(
        () => false,
        () => true,
      )
    }
    return Promise.all([
      call('openLink', { href: 'https://example.org' }),
      call('copyText', 7),
      call('setTheme', 'red'),
      call('revealFile'),
      call('copyText', 'one', 'two'),
    ])
  })
  expect(refused).toEqual([true, true, true, true, true])
})

sharedTest('main listens to nothing but what it checks', async ({ hearth }) => {
  const channels = await hearth.app.evaluate(({ ipcMain }) => {
    const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers')
    return {
      // Not Electron's own.
      events: ipcMain
        .eventNames()
        .map(String)
        .filter((name) => name !== 'error'),
      calls: handlers instanceof Map ? [...handlers.keys()].map(String) : null,
    }
  })
  expect(channels.events).toEqual(['request-port'])
  expect(channels.calls?.toSorted()).toEqual(
    Object.keys(shellInputs)
      .map((call) => `shell:${call}`)
      .toSorted(),
  )
})

sharedTest('main refuses every call from what is not the top frame of the page', async ({ hearth, chat }) => {
  await expect(chat.message).toBeVisible()
  await chat.page.evaluate(() => {
    const handed = { ports: 0 }
    Object.assign(window, { handed })
    window.addEventListener('message', ({ data }) => (handed.ports += Number(data === 'hearth:port')))
  })
  const { page, ...others } = await callsFromElsewhere(hearth.app)
  // The same preload in the same kind of window: what is refused elsewhere gets as far as its input here.
  const answers = (reply: string): string[] => Object.keys(shellInputs).map((name) => `${name}: ${reply}`)
  expect(page).toEqual(answers('malformed'))
  expect(others).toEqual({
    'about:blank': answers('sender'),
    'another origin': answers('sender'),
    'a frame of another origin in the page': answers('sender'),
    'the page in a frame of itself': answers('sender'),
  })
  // Nor has any of them had the page's port renewed, as the page itself can.
  const handed = (): Promise<unknown> => chat.page.evaluate((): unknown => Reflect.get(window, 'handed'))
  expect(await handed()).toEqual({ ports: 0 })
  await chat.page.evaluate(() => window.hearth.requestPort())
  await expect.poll(handed).toEqual({ ports: 1 })
})

test('a flood of calls: the window goes on, and the person is asked once', async ({ profile, hearth, chat }) => {
  await installModels(profile, 'Speaker')
  await expect(chat.message).toBeFocused()
  await hearth.app.evaluate(({ dialog, shell }) => {
    const unanswered: unknown[] = []
    const seen = { dialogs: 0, revealed: 0 }
    Object.assign(globalThis, { seen, unanswered })
    // A person who does not answer.
    const ask = (): Promise<never> => {
      seen.dialogs += 1
      return new Promise((resolve) => unanswered.push(resolve))
    }
    dialog.showMessageBox = ask
    dialog.showOpenDialog = ask
    shell.showItemInFolder = () => (seen.revealed += 1)
  })
  const count = 10_000
  await chat.page.evaluate((each) => {
    const flood = { settled: 0, ports: 0 }
    Object.assign(window, { flood })
    window.addEventListener('message', ({ data }) => (flood.ports += Number(data === 'hearth:port')))
    const settle = (): void => void (flood.settled += 1)
    for (let call = 0; call < each; call++) {
      window.hearth.openLink(`https://example.org/${call}`).then(settle, settle)
      window.hearth.revealFile('/etc/passwd').then(settle, settle)
      window.hearth.requestPort()
    }
  }, count)
  // All but the one that waits for the person.
  const flood = (): Promise<unknown> => chat.page.evaluate((): unknown => Reflect.get(window, 'flood'))
  await expect.poll(flood, { timeout: 60_000 }).toMatchObject({ settled: 2 * count - 1 })
  const { ports } = z.object({ ports: z.number() }).parse(await flood())
  expect(ports).toBeLessThan(count / 10)
  const seen: unknown = await hearth.app.evaluate((): unknown => Reflect.get(globalThis, 'seen'))
  const { dialogs, revealed } = z.object({ dialogs: z.number(), revealed: z.number() }).parse(seen)
  expect(dialogs).toBe(1)
  expect(revealed).toBeLessThan(count / 10)
  // What the person does is done.
  const copy = (): Promise<boolean> =>
    chat.page.evaluate(() =>
      window.hearth.copyText('after the flood').then(
        () => true,
        () => false,
      ),
    )
  await expect.poll(copy).toBe(true)
  expect(await hearth.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('after the flood')
  await chat.choose('Speaker')
  await chat.ask('Which fruit?')
  await chat.answered()
})

sharedTest(
  'an answer of a megabyte that is damaged and means ill leaves the rest of the chat as it was',
  async ({ hearth, chat }) => {
    const damaged = 'The first words\u0000\u0001\u001b[31m \u202edrow\u2066 \ufffe the last'
    await openAnswer(hearth, `${damaged}\n\n${'[a](<b **c `d | $e\n> '.repeat(50_000)}`)
    await expect(chat.lastAnswer).toContainText('The first words')
    await expect(chat.lastAnswer).toContainText('the last')
    await expect(chat.ownMessages).toContainText('Say it')
    await chat.page.getByRole('button', { name: 'New chat' }).click()
    await chat.choose('Speaker')
    await chat.ask('Which fruit?')
    await chat.answered()
    await expect(chat.lastAnswer).toContainText('Apples are red')
    await chat.conversation('Say it').first().click()
    await expect(chat.lastAnswer).toContainText('The first words')
  },
)

sharedTest('no dictionary is fetched: the spelling checker is off and has no language', async ({ hearth, chat }) => {
  await chat.message.pressSequentially('Thiss iss nott speled rihgt. ')
  const checker = await hearth.app.evaluate(({ session }) => ({
    enabled: session.defaultSession.isSpellCheckerEnabled(),
    languages: session.defaultSession.getSpellCheckerLanguages(),
  }))
  expect(checker).toEqual({ enabled: false, languages: [] })
})
