import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellInputs, type ShellCall } from '../contract/shell.ts'
import { Allowance } from './allowance.ts'
import { OneDialog } from './one-dialog.ts'
import { shellAnswers, type ShellHandlers } from './shell-calls.ts'

const calls = Object.keys(shellInputs).filter((name): name is ShellCall => name in shellInputs)

/** Handlers that only keep what reached them. */
function recorder(): {
  done: { call: ShellCall; caller: string; input: unknown[] }[]
  handlers: ShellHandlers<string>
} {
  const done: { call: ShellCall; caller: string; input: unknown[] }[] = []
  const record =
    <T>(call: ShellCall, answer: T) =>
    async (caller: string, ...input: unknown[]): Promise<T> => {
      done.push({ call, caller, input })
      return answer
    }
  const handlers: ShellHandlers<string> = {
    chooseModelFiles: record('chooseModelFiles', ['/a.gguf']),
    chooseFolder: record('chooseFolder', '/a'),
    revealFile: record('revealFile', undefined),
    openLink: record('openLink', true),
    copyText: record('copyText', undefined),
    setTheme: record('setTheme', undefined),
    setLanguage: record('setLanguage', undefined),
    chooseSaveFile: record('chooseSaveFile', '/a.csv'),
    setProgress: record('setProgress', undefined),
    notify: record('notify', undefined),
    restartBackend: record('restartBackend', undefined),
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
        const outcome = await answer('window', values).then(
          () => 'done',
          (error: unknown) => String(error),
        )
        const input = shellInputs[call].safeParse(values)
        expect(outcome).toBe(input.success ? 'done' : 'Error: malformed')
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
        await expect(answers[call](null, values)).rejects.toThrow('refused')
    expect(done).toEqual([])
  })

  it('says nothing of the input that was refused', async () => {
    const { copyText } = shellAnswers(recorder().handlers)
    await expect(copyText('window', [{ secret: 'mine' }])).rejects.toThrow(/^malformed$/)
  })
})

describe('a flood of calls', () => {
  it('is refused beyond what a person causes, and answered again afterwards', async () => {
    let time = 0
    const { done, handlers } = recorder()
    const { setTheme, copyText } = shellAnswers(handlers, new Allowance(() => time))
    const flood = await Promise.allSettled(Array.from({ length: 10_000 }, () => setTheme('window', ['dark'])))
    expect(flood.filter(({ status }) => status === 'fulfilled')).toHaveLength(60)
    expect(done).toHaveLength(60)
    await expect(copyText('window', ['x'])).rejects.toThrow('too many calls')
    time += 100
    await copyText('window', ['x'])
    expect(done.at(-1)).toMatchObject({ call: 'copyText' })
    time += 3_600_000
    const later = await Promise.allSettled(Array.from({ length: 1000 }, () => setTheme('window', ['dark'])))
    expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(60)
  })

  it('never uses up what the page has left when it comes from somebody else', async () => {
    const { done, handlers } = recorder()
    const { setTheme } = shellAnswers(handlers, new Allowance(() => 0))
    await Promise.allSettled(Array.from({ length: 1000 }, () => setTheme(null, ['dark'])))
    await setTheme('window', ['dark'])
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
