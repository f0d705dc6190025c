import { afterEach, expect, test, vi } from 'vitest'
import { append, emptyGrouped, itemsOf, type Grouped } from '../grouped.ts'
import { Highlighter, type HighlightedBlock, type HighlightThread } from './highlighter.ts'
import { leftOutLanguages } from './left-out.ts'
import { LineTokenizer } from './line-tokenizer.ts'
import { HighlightService } from './service.ts'
import type { HighlightReply, HighlightRequest, Token } from './token.ts'

afterEach(() => void vi.useRealTimers())

/** The real service without a thread of its own. */
class SameThread implements HighlightThread {
  readonly requests: HighlightRequest[] = []
  terminated = false
  readonly #answers: boolean
  #listener: (event: MessageEvent<HighlightReply>) => void = () => undefined
  readonly #service = new HighlightService((data) => this.#listener(new MessageEvent('message', { data })))

  constructor(answers = true) {
    this.#answers = answers
  }

  postMessage(request: HighlightRequest): void {
    this.requests.push(request)
    if (this.#answers) this.#service.take(request)
  }

  addEventListener(_type: 'message', listener: (event: MessageEvent<HighlightReply>) => void): void {
    this.#listener = listener
  }

  terminate(): void {
    this.terminated = true
  }
}

const linesOf = (code: string): Grouped<string> =>
  (code.match(/[^\n]*\n|[^\n]+$/g) ?? []).reduce((lines: Grouped<string>, line) => append(lines, line), emptyGrouped)

async function tokens(block: HighlightedBlock, count: number): Promise<(readonly Token[])[]> {
  await vi.waitUntil(() => itemsOf(block.tokens()).length >= count, { timeout: 30_000 })
  return itemsOf(block.tokens())
}

const code = 'const a = `one\ntwo`; /* three\nfour */ return 1\n'

test('lines are coloured, with what an earlier line left open', async () => {
  const block = new Highlighter(() => new SameThread()).block('ts')
  block.show(linesOf(code))
  expect(await tokens(block, 3)).toEqual([
    [
      { text: 'const', kind: 'keyword' },
      { text: ' a = ', kind: 'plain' },
      { text: '`one', kind: 'string' },
    ],
    [
      { text: 'two`', kind: 'string' },
      { text: '; ', kind: 'plain' },
      { text: '/* three', kind: 'comment' },
    ],
    [
      { text: 'four */ ', kind: 'comment' },
      { text: 'return', kind: 'keyword' },
      { text: ' 1', kind: 'plain' },
    ],
  ])
})

test('each line is sent once, when it is finished, and comes out as in the whole', async () => {
  const thread = new SameThread()
  const highlighter = new Highlighter(() => thread)
  const [growing, whole] = [highlighter.block('ts'), highlighter.block('ts')]
  for (let end = 1; end <= code.length; end++) growing.show(linesOf(code.slice(0, end)))
  const sent = thread.requests.flatMap((request) => (request.type === 'lines' ? request.lines : []))
  expect(sent.join('')).toBe(code)
  whole.show(linesOf(code))
  expect(await tokens(growing, 3)).toEqual(await tokens(whole, 3))
})

test('a language that nobody knows is asked for once and stays plain', async () => {
  const thread = new SameThread()
  const highlighter = new Highlighter(() => thread)
  const [unknown, known] = [highlighter.block('constructor'), highlighter.block('json')]
  unknown.show(linesOf('a\n'))
  known.show(linesOf('{}\n'))
  await tokens(known, 1)
  unknown.show(linesOf('a\nb\n'))
  expect(itemsOf(unknown.tokens())).toEqual([])
  expect(thread.requests).toHaveLength(2)
})

test.each(leftOutLanguages)('%s, whose grammar is left out, stays plain', async (language) => {
  expect(await LineTokenizer.for(language)).toBeNull()
})

test('a line too long for its expressions is plain, and what follows is not', async () => {
  const block = new Highlighter(() => new SameThread()).block('json')
  const long = `"${'a'.repeat(5000)}"`
  block.show(linesOf(`${long}\n"b"\n`))
  expect(await tokens(block, 2)).toEqual([[{ text: long, kind: 'plain' }], [{ text: '"b"', kind: 'string' }]])
})

test('a block that was dropped begins anew', async () => {
  const block = new Highlighter(() => new SameThread()).block('json')
  block.show(linesOf('1\n2\n'))
  await tokens(block, 2)
  block.drop()
  expect(itemsOf(block.tokens())).toEqual([])
  block.show(linesOf('true\n'))
  expect(await tokens(block, 1)).toEqual([[{ text: 'true', kind: 'keyword' }]])
})

test('a thread that hangs is replaced; the block it hung on stays plain, the others are coloured', async () => {
  vi.useFakeTimers()
  const threads: SameThread[] = []
  const highlighter = new Highlighter(() => {
    const thread = new SameThread(threads.length > 0)
    threads.push(thread)
    return thread
  })
  const [hanging, waiting] = [highlighter.block('json'), highlighter.block('json')]
  hanging.show(linesOf('1\n'))
  waiting.show(linesOf('2\n'))
  vi.advanceTimersByTime(20_000)
  vi.useRealTimers()
  expect(threads.map(({ terminated }) => terminated)).toEqual([true, false])
  expect(await tokens(waiting, 1)).toHaveLength(1)
  hanging.show(linesOf('1\n2\n'))
  expect(threads[1]?.requests).toHaveLength(1)
  expect(itemsOf(hanging.tokens())).toEqual([])
})
