import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellInputs, type ShellCall } from '../contract/shell.ts'
import { Allowance } from './allowance.ts'
import { OneDialog } from './one-dialog.ts'
import { shellAnswers, type ShellHandlers } from './shell-calls.ts'

const calls = Object.keys(shellInputs).filter((name): name is ShellCall => name in shellInputs)

/** What the handlers below answer. */
const outputs = {
  chooseModelFiles: ['/a.gguf'],
  chooseFolder: '/a',
  revealFile: true,
  openLink: true,
  showLinkMenu: undefined,
  copyText: undefined,
  setTheme: undefined,
  setLanguage: undefined,
  setProgress: undefined,
  notify: undefined,
  readLicenses: 'MIT',
  restartBackend: undefined,
}

/** Handlers that only keep what reached them. */
function recorder(): {
  done: { call: ShellCall; caller: string; input: unknown[] }[]
  handlers: ShellHandlers<string>
} {
  const done: { call: ShellCall; caller: string; input: unknown[] }[] = []
  const record =
    <C extends ShellCall>(call: C) =>
    async (caller: string, ...input: unknown[]): Promise<(typeof outputs)[C]> => {
      done.push({ call, caller, input })
      return outputs[call]
    }
  const handlers: ShellHandlers<string> = {
    chooseModelFiles: record('chooseModelFiles'),
    chooseFolder: record('chooseFolder'),
    revealFile: record('revealFile'),
    openLink: record('openLink'),
    showLinkMenu: record('showLinkMenu'),
    copyText: record('copyText'),
    setTheme: record('setTheme'),
    setLanguage: record('setLanguage'),
    setProgress: record('setProgress'),
    notify: record('notify'),
    readLicenses: record('readLicenses'),
    restartBackend: record('restartBackend'),
  }
  return { done, handlers }
}

/** An allowance that never ends. */
function endless(): Allowance {
  let time = 0
  return new Allowance(() => (time += 1000))
}

/** What arrives over IPC: anything that can be cloned, near misses of the real inputs, and more than is asked for. */
const someInput: fc.Arbitrary<unknown[]> = fc.oneof(
  fc.array(fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withBigInt: true })),
  fc.array(
    fc.oneof(
      fc.constantFrom('dark', 'en', 'zh-CN', 'https://example.org', '/tmp/a.gguf', '', 'DARK', '__proto__'),
      fc.record({ current: fc.oneof(fc.string(), fc.integer()) }, { requiredKeys: [] }),
      fc.string(),
    ),
    { maxLength: 2 },
  ),
  fc.constantFrom(4097, 8193, 8_000_001).map((length) => ['x'.repeat(length)]),
  fc.constantFrom(4097).map((length) => [{ current: 'x'.repeat(length) }]),
)

describe('a call of the page', () => {
  it('reaches its handler with an input of the contract, or is refused and nothing is done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), someInput, async (call, values) => {
        const { done, handlers } = recorder()
        const { [call]: answer } = shellAnswers(handlers, endless())
        const reply = await answer('window', values)
        const input = shellInputs[call].safeParse(values)
        expect(reply).toEqual(input.success ? { output: outputs[call] } : { refused: 'malformed' })
        expect(done).toEqual(input.success ? [{ call, caller: 'window', input: input.data }] : [])
      }),
      { numRuns: 500 },
    )
  })

  it('of somebody else is refused, whatever it is', async () => {
    const { done, handlers } = recorder()
    const answers = shellAnswers(handlers, endless())
    for (const call of calls)
      for (const values of [[], ['dark'], ['en'], [{ current: '/' }]])
        expect(await answers[call](null, values)).toEqual({ refused: 'sender' })
    expect(done).toEqual([])
  })
})

describe('a flood of calls', () => {
  it('is refused beyond what a person causes, and answered again afterwards', async () => {
    let time = 0
    const { done, handlers } = recorder()
    const { setTheme, copyText } = shellAnswers(handlers, new Allowance(() => time))
    const flood = async (): Promise<number> => {
      const replies = await Promise.all(Array.from({ length: 10_000 }, () => setTheme('window', ['dark'])))
      return replies.filter((reply) => 'output' in reply).length
    }
    expect(await flood()).toBe(60)
    expect(done).toHaveLength(60)
    expect(await copyText('window', ['x'])).toEqual({ refused: 'too-many' })
    time += 100
    expect(await copyText('window', ['x'])).toEqual({ output: undefined })
    time += 3_600_000
    expect(await flood()).toBe(60)
  })

  it('never uses up what the page has left when it comes from somebody else', async () => {
    const { done, handlers } = recorder()
    const { setTheme } = shellAnswers(handlers, new Allowance(() => 0))
    await Promise.all(Array.from({ length: 1000 }, () => setTheme(null, ['dark'])))
    expect(await setTheme('window', ['dark'])).toEqual({ output: undefined })
    expect(done).toHaveLength(1)
  })

  it('opens one dialog at a time', async () => {
    const dialogs = new OneDialog()
    const { promise, resolve } = Promise.withResolvers<string>()
    const first = dialogs.show(() => promise, 'closed')
    const others = await Promise.all(
      Array.from({ length: 100 }, () => dialogs.show(() => Promise.resolve('x'), 'closed')),
    )
    expect(new Set(others)).toEqual(new Set(['closed']))
    resolve('agreed')
    expect(await first).toBe('agreed')
    await expect(dialogs.show(() => Promise.reject(new Error('no screen')), '')).rejects.toThrow('no screen')
    expect(await dialogs.show(async () => 'again', 'closed')).toBe('again')
  })
})
