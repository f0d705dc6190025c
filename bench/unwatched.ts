import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from '@playwright/test'
import { z } from 'zod'
import { electronBinary } from '../e2e/fixtures/launch.ts'

const checkout = fileURLToPath(new URL('..', import.meta.url))
const resultSchema = z.object({ id: z.int(), error: z.object({ message: z.string() }).optional() })

/**
 * A running application whose window sleeps when it is hidden, as a person's does. Under Playwright's own way to start it, a page is taken for
 * focused and visible always, goes on drawing sixty times a second, and is looked at while it starts.
 */
export class UnwatchedApp {
  readonly page: Page
  readonly #process: ChildProcess
  readonly #browser: Browser
  readonly #inspector: WebSocket
  #calls = 0

  constructor(process: ChildProcess, browser: Browser, page: Page, inspector: WebSocket) {
    this.#process = process
    this.#browser = browser
    this.page = page
    this.#inspector = inspector
  }

  async hide(): Promise<void> {
    await this.#inMain(`require('electron').BrowserWindow.getAllWindows()[0].hide()`)
  }

  async show(): Promise<void> {
    await this.#inMain(`require('electron').BrowserWindow.getAllWindows()[0].show()`)
  }

  async quit(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    await this.#inMain(`setTimeout((app) => app.quit(), 0, require('electron').app)`)
    this.#inspector.close()
    await this.#browser.close()
    await ended
  }

  /** Runs an expression in the main process. */
  async #inMain(expression: string): Promise<void> {
    const id = ++this.#calls
    const answered = new Promise<z.infer<typeof resultSchema>>((resolve) => {
      const listen = ({ data }: MessageEvent): void => {
        const answer = resultSchema.safeParse(JSON.parse(String(data)))
        if (answer.data?.id !== id) return
        this.#inspector.removeEventListener('message', listen)
        resolve(answer.data)
      }
      this.#inspector.addEventListener('message', listen)
    })
    const params = { expression, includeCommandLineAPI: true }
    this.#inspector.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    const { error } = await answered
    if (error) throw new Error(error.message)
  }
}

/** Starts the built application, or another one, on a profile. */
export async function launchUnwatched(profile: string, folder = checkout): Promise<UnwatchedApp> {
  const child = spawn(
    electronBinary,
    ['--inspect=0', '--remote-debugging-port=0', folder, `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LANGUAGE: 'en', LC_ALL: 'en_US.UTF-8' } },
  )
  const [inspectorUrl, browserUrl] = await addresses(child)
  const inspector = new WebSocket(inspectorUrl)
  await new Promise((resolve, reject) => {
    inspector.addEventListener('open', resolve)
    inspector.addEventListener('error', reject)
  })
  const browser = await chromium.connectOverCDP(browserUrl, { noDefaults: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('there is no window')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  return new UnwatchedApp(child, browser, page, inspector)
}

/** Where the main process and the browser listen, as they say on standard error. */
async function addresses(child: ChildProcess): Promise<[inspector: string, browser: string]> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`it ended: ${said}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const inspector = /Debugger listening on (ws:\S+)/.exec(said)?.[1]
      const browser = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (inspector && browser) resolve([inspector, browser])
    })
  })
}
