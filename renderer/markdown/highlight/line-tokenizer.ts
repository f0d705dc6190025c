import { createHighlighterCore, type GrammarState, type HighlighterCore, type ThemeRegistration } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { bundledLanguages, bundledLanguagesAlias, type BundledLanguage } from 'shiki/langs'
import { leftOutLanguages } from './left-out.ts'
import type { Token, TokenKind } from './token.ts'

/** A line longer than this is not worth its regular expressions. */
const longestLine = 1000

/** Few colours, as ink: what the language says, what is quoted, what is aside. */
const scopes: Record<Exclude<TokenKind, 'plain'>, string[]> = {
  keyword: [
    'keyword',
    'storage.type',
    'storage.modifier',
    'constant.language',
    'variable.language',
    'entity.name.tag',
    'keyword.operator.new',
    'keyword.operator.expression',
    'keyword.operator.logical.python',
    'keyword.operator.word',
    'markup.heading',
    'entity.name.section',
  ],
  string: ['string', 'constant.other.symbol', 'markup.inserted', 'markup.inline.raw', 'markup.fenced_code'],
  comment: ['comment', 'punctuation.definition.comment', 'meta.diff.range', 'meta.diff.header', 'markup.quote'],
  removed: ['markup.deleted', 'invalid'],
}
/** What the scopes above would colour besides. */
const plainScopes = [
  'keyword.operator',
  'storage.type.function.arrow',
  'storage.type.primitive',
  'storage.type.built-in',
  'string meta.template.expression',
  'string meta.embedded',
  'string source',
  'string.unquoted',
  'entity.name.tag.yaml',
  'keyword.other.unit',
  'support.type',
]

/** Colours are the kinds' own names: which colour that is, the style sheet says. */
const theme: ThemeRegistration = {
  name: 'hearth',
  type: 'light',
  fg: 'plain',
  bg: 'none',
  settings: [
    { settings: { foreground: 'plain' } },
    ...Object.entries(scopes).map(([foreground, scope]) => ({ scope, settings: { foreground } })),
    { scope: plainScopes, settings: { foreground: 'plain' } },
  ],
}

let highlighter: Promise<HighlighterCore> | null = null

/** Tokenizes one language line by line, each line once: what a line leaves open is remembered for the next. */
export class LineTokenizer {
  readonly #core: HighlighterCore
  readonly #language: string
  #state: GrammarState | undefined

  private constructor(core: HighlighterCore, language: string) {
    this.#core = core
    this.#language = language
  }

  /** For a language by any of its names; null when it is none that is known. */
  static async for(name: string): Promise<LineTokenizer | null> {
    const language = name.toLowerCase()
    if (!isKnown(language)) return null
    highlighter ??= createHighlighterCore({
      themes: [theme],
      langs: [],
      engine: createJavaScriptRegexEngine({ forgiving: true }),
      warnings: false,
    })
    const core = await highlighter
    await core.loadLanguage({ ...bundledLanguages, ...bundledLanguagesAlias }[language])
    return new LineTokenizer(core, language)
  }

  /** The tokens of the next line. */
  next(line: string): readonly Token[] {
    const text = line.replace(/\r?\n$/, '')
    if (text.length >= longestLine) return [{ text, kind: 'plain' }]
    const rows = this.#core.codeToTokensBase(text, {
      lang: this.#language,
      theme: 'hearth',
      // None: a grammar's first lines are slow, and a line that was given up would colour all that follow it wrongly.
      tokenizeTimeLimit: 0,
      ...(this.#state && { grammarState: this.#state }),
    })
    this.#state = this.#core.getLastGrammarState(rows)
    return merged((rows[0] ?? []).map(({ content, color }) => ({ text: content, kind: kindOf(color) })))
  }
}

function isKnown(name: string): name is BundledLanguage {
  if (leftOutLanguages.includes(name)) return false
  return Object.hasOwn(bundledLanguages, name) || Object.hasOwn(bundledLanguagesAlias, name)
}

function kindOf(color: string | undefined): TokenKind {
  return color !== undefined && isKind(color) ? color : 'plain'
}

function isKind(name: string): name is TokenKind {
  return Object.hasOwn(scopes, name)
}

/** Neighbours of one kind as one. */
function merged(tokens: readonly Token[]): readonly Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    const blank = token.text.trim() === ''
    if (last && (last.kind === token.kind || blank))
      result[result.length - 1] = { ...last, text: last.text + token.text }
    else result.push(token)
  }
  return result
}
