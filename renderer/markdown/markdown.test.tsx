import fc from 'fast-check'
import i18next from 'i18next'
import katex from 'katex'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next } from 'react-i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import { resources } from '@renderer/app/text/i18n.ts'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { openableAddress } from '@contract/address.ts'
import { MarkdownView } from './markdown.tsx'
import type { MarkdownDocument } from './segment.ts'
import { Splitter, splitMarkdown } from './splitter.ts'
import { hostileAddresses, hostileFormulas, hostileTexts } from './testing/hostile.ts'
import { markdownText } from './testing/markdown-text.ts'
import { Tex, typesetter } from './tex.tsx'
import { bounds } from './typeset.tsx'

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', resources, interpolation: { escapeValue: false } })
})

const shown = (document: MarkdownDocument): string =>
  renderToStaticMarkup(
    <TooltipProvider>
      <MarkdownView document={document} />
    </TooltipProvider>,
  )
const show = (text: string): string => shown(splitMarkdown(text))

const inText = ['p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'del', 'code', 'br', 'hr']
const inTables = ['table', 'thead', 'tbody', 'tr', 'th', 'td']
const around = ['div', 'span', 'bdi', 'pre', 'button', 'svg', 'path', 'rect', 'line', 'circle', 'polyline']
const tags = new Set([...inText, ...inTables, ...around])
const attributes =
  /^(?:class|dir|role|tabindex|title|translate|start|scope|style|type|aria-[a-z]+|data-[a-z]+|xmlns|width|height|viewBox|fill|stroke[a-z-]*|d|x|y|rx|ry|x[12]|y[12]|cx|cy|r|points)$/

/** What of a page's markup could run, load, link or restyle. */
function dangersIn(markup: string): string[] {
  const dangers: string[] = []
  for (const [, tag = '', rest = ''] of markup.matchAll(/<([^\s/>]+)([^>]*)>/g)) {
    if (!tags.has(tag)) dangers.push(tag)
    for (const [, name = '', value = ''] of rest.matchAll(/([^\s=/"]+)(?:="([^"]*)")?/g)) {
      if (!attributes.test(name)) dangers.push(`${tag} ${name}`)
      if (name === 'style' && !/^text-align:(?:left|right|center)$/.test(value)) dangers.push(`${tag} style ${value}`)
      if (name === 'title' && !/^(?:https?:\/\/|mailto:)/.test(value)) dangers.push(`${tag} title ${value}`)
      if (name === 'xmlns' && value !== 'http://www.w3.org/2000/svg') dangers.push(`${tag} xmlns ${value}`)
    }
  }
  return dangers
}

describe('what a model writes is inert', () => {
  test.each(hostileTexts)('%j', (text) => {
    expect(dangersIn(show(text))).toEqual([])
  })

  test('anywhere in a text, at every moment while it is written', () => {
    const piece = fc.oneof(
      fc.constantFrom(...hostileTexts),
      fc.constantFrom(...hostileAddresses).map((address) => `[x](${address}) ![y](${address}) <${address}>`),
      markdownText,
    )
    const written = fc
      .array(piece, { minLength: 1, maxLength: 4 })
      .map((pieces) => pieces.join('\n'))
      .chain((text) => fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }), { maxLength: 3 })))
    fc.assert(
      fc.property(written, ([text, cuts]) => {
        const splitter = new Splitter()
        let from = 0
        for (const cut of [...cuts.toSorted((a, b) => a - b), text.length]) {
          splitter.push(text.slice(from, cut))
          from = cut
          expect(dangersIn(shown(splitter.document()))).toEqual([])
        }
        expect(dangersIn(shown(splitter.finished()))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('HTML is shown as it was written', () => {
    expect(show('<script>alert(1)</script> <b>**bold**</b>')).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;<strong>bold</strong>&lt;/b&gt;',
    )
  })

  test('an address in HTML ends with its quotation mark', () => {
    const markup = show('<img src="https://example.org/x.png"> and <a href="https://example.org/y">y</a>')
    expect(markup).toContain('title="https://example.org/x.png"')
    expect(markup).toContain('>https://example.org/x.png</span>&quot;&gt; and')
    expect(markup).toContain('>https://example.org/y</span>&quot;&gt;y&lt;/a&gt;')
    expect(show('[a "b"](https://example.org/z)')).toContain('>a &quot;b&quot;</span>')
  })

  test('an image is its description and address', () => {
    const markup = show('![A cat](https://evil.example/cat.png?q=secret)')
    expect(markup).toContain('Image, not loaded: A cat')
    expect(markup).toContain('https://evil.example/cat.png?q=secret')
  })

  test.each(hostileAddresses)('%j is no link', (address) => {
    expect(openableAddress(address)).toBeNull()
    expect(show(`[text](<${address}>)`)).not.toContain('role="link"')
  })

  test.each(['https://example.org/a?b=c#d', 'mailto:ada@example.org'])(
    '%j is a link without an address that the page could follow',
    (address) => {
      expect(openableAddress(address)).toBe(address)
      const markup = show(`[text](${address})`)
      expect(markup).toContain('role="link"')
      expect(markup).toContain(`title="${address}"`)
      expect(markup).not.toContain('href')
    },
  )

  test('an address that would be called up in the clear is text', () => {
    expect(openableAddress('http://localhost:8080/')).toBeNull()
    const markup = show('See http://example.org/a')
    expect(markup).toContain('http://example.org/a')
    expect(markup).not.toContain('role="link"')
  })

  test('an address shows what it really is', () => {
    expect(openableAddress('https://аpple.com/\u202egnp')).toBe('https://xn--pple-43d.com/%E2%80%AEgnp')
    expect(openableAddress(`https://example.org/${'a'.repeat(9000)}`)).toBeNull()
  })
})

describe('formulas', () => {
  test.each(hostileFormulas)('%j links and loads nothing', (tex) => {
    let markup = ''
    try {
      markup = katex.renderToString(tex, { ...bounds, displayMode: true })
    } catch {
      markup = '' // its source is shown
    }
    const elements = (markup.match(/<[^>]*>/g) ?? []).join('')
    expect(elements).not.toMatch(/<(?:a|img|script|iframe|link|style)[\s>]|\s(?:href|src|id|data-\w+|on\w+)=|url\(/)
    expect(markup.length).toBeLessThan(2_000_000)
  })

  test('are typeset, unless they are too long or too deep', async () => {
    await typesetter.load()
    const isTypeset = (tex: string): boolean =>
      renderToStaticMarkup(<Tex tex={tex} display={false} />).includes('md-formula')
    expect(isTypeset('\\frac{1}{2}')).toBe(true)
    expect(isTypeset('x+'.repeat(2000))).toBe(false)
    expect(isTypeset(`${'{'.repeat(100)}x${'}'.repeat(100)}`)).toBe(false)
    expect(isTypeset(`${'\\left('.repeat(100)}x${'\\right)'.repeat(100)}`)).toBe(false)
  })

  const formulasIn = (text: string): number => show(text).match(/md-formula/g)?.length ?? 0
  test.each([
    ['$x$ and \\(y\\) and \\[z\\] and $$w$$', 4],
    ['$$\nx\n$$', 1],
    ['1. a\n   \\[\n   x\n   \\]\n2. $b$', 2],
    ['| $x$ |\n|---|\n| \\(y\\) |', 2],
    ['> $$\n> x\n> $$', 1],
    ['It costs $5 or $10.', 0],
    ['Set $HOME/bin:$PATH and `$x$`.', 0],
    ['\\\\(x\\\\) and \\$y\\$', 0],
    ['a $ b $ c', 0],
  ])('%j has %i', (text, count) => {
    expect(formulasIn(text)).toBe(count)
  })
})

describe('what is shown', () => {
  test('headings begin below those of the page', () => {
    expect(show('# One\n\n## Two\n\nThree\n---').match(/<h\d/g)).toEqual(['<h3', '<h4', '<h4'])
  })

  test('items of a list, with what is in them', () => {
    const markup = show('3. three **bold**\n4. four\n   - nested\n\n- [x] done\n- [ ] open')
    expect(markup).toContain('<ol start="3"><li dir="auto">three <strong>bold</strong></li>')
    expect(markup).toMatch(/<li dir="auto">four\s*<ul>\s*<li dir="auto">nested<\/li>/)
    expect(markup).toContain('Done: ')
    expect(markup).toContain('To do: ')
  })

  test('rows of a table, aligned', () => {
    const markup = show('| a | b |\n|:-:|--:|\n| 1 | `x` |\n| 2 |')
    expect(markup.match(/<table>/g)).toHaveLength(1)
    expect(markup.match(/<th scope="col"/g)).toHaveLength(2)
    expect(markup).toContain('<td dir="auto" style="text-align:right"><code')
    expect(markup.match(/<tr>/g)).toHaveLength(3)
  })

  test('code with its language and buttons, also within a list', () => {
    for (const text of ['```ts title="a"\nlet a\n```', '- item\n  ```ts\n  let a\n  ```']) {
      const markup = show(text)
      expect(markup).toContain('>ts</span>')
      expect(markup).toContain('aria-label="Copy code"')
      expect(markup).toContain('aria-label="Wrap lines"')
      expect(markup).toContain('let a\n')
    }
  })

  test('references to other parts stay as they were written', () => {
    const markup = show('See [the paper][1] and[^2].\n\n[1]: https://example.org/paper\n\n[^2]: A note.')
    expect(markup).toContain('[the paper][1] and[^2].')
    expect(markup).toContain('[1]: <span role="link"')
    expect(markup).toContain('[^2]: A note.')
  })
})

describe('while it is written', () => {
  const writing = (text: string): string => {
    const splitter = new Splitter()
    splitter.push(text)
    return shown(splitter.document())
  }

  test('emphasis is closed, and a caret stands behind the last word', () => {
    expect(writing('Some **bold')).toContain('<strong>bold</strong><span class="md-caret"')
    expect(writing('- one\n- two')).toContain('two<span class="md-caret"')
    expect(writing('```\nlet a')).toContain('let a<span class="md-caret"')
  })

  test('no caret stands in what is finished', () => {
    expect(show('Some **bold**\n\n- one\n\n```\nlet a\n```')).not.toContain('md-caret')
  })

  test('math is its source until it is complete', () => {
    expect(writing('$$\nx^2')).toContain('<code class="md-tex md-tex-display" dir="ltr" translate="no">x^2</code>')
  })

  test('a very long document is put on the page piece by piece', () => {
    const markup = show('A paragraph of some words.\n\n'.repeat(5000))
    expect(markup.match(/<p /g)?.length).toBeLessThan(100)
  })
})

test.each([
  ['brackets', '['],
  ['emphasis', '*a **b _c '],
  ['links', '[a]('],
  ['math', '\\(a $b $$c '],
  ['quotes', '> '],
  ['lists', '- a\n  - b\n'],
  ['cells', '| a '],
  ['tags', '<a <b '],
  ['ticks', '` `` '],
  ['entities', '&#x3c;&amp;'],
  ['addresses', 'https://a.b/( www.a a@b.c '],
  ['escapes', '\\'],
  ['blank lines', 'a\n\n'],
  ['hard breaks', 'a  \n'],
  ['control characters', '\u0000\u202e\r'],
])('a megabyte of %s is taken', (_name, unit) => {
  const text = unit.repeat(1_000_000 / unit.length)
  const splitter = new Splitter()
  for (let at = 0; at < text.length; at += 50_000) {
    splitter.push(text.slice(at, at + 50_000))
    splitter.document()
  }
  expect(shown(splitter.finished()).length).toBeGreaterThan(0)
})
