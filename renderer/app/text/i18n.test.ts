import { describe, expect, it } from 'vitest'
import { languageFor, resources } from './i18n.ts'

/** Every text of a tree with its path, `a.b.c`. */
function textsOf(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`
    if (typeof value === 'object' && value !== null) return textsOf(value, here)
    return [[here, String(value)] as [string, string]]
  })
}

function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map(([, inside = '']) => inside.replaceAll(' ', '')).toSorted()
}

/** i18next chooses plural forms by these endings; Chinese has one form where English has two. */
const formOf = (path: string): string => path.replace(/_(zero|one|two|few|many|other)$/, '')

const chineseTrees = new Map<string, object>(Object.entries(resources['zh-CN']))

describe.each(Object.entries(resources.en))('the texts of %s', (namespace, tree) => {
  const english = textsOf(tree)
  const chinese = textsOf(chineseTrees.get(namespace) ?? {})

  it('are the same in both languages', () => {
    const forms = (texts: [string, string][]): string[] => [...new Set(texts.map(([path]) => formOf(path)))].toSorted()
    expect(forms(chinese)).toEqual(forms(english))
  })

  it('take the same placeholders, formatted the same way', () => {
    const byForm = new Map(english.map(([path, text]) => [formOf(path), text]))
    for (const [path, text] of chinese)
      expect([path, placeholdersOf(text)]).toEqual([path, placeholdersOf(byForm.get(formOf(path)) ?? '')])
  })

  it('are all written', () => {
    for (const [path, text] of [...english, ...chinese]) expect([path, text.trim() === '']).toEqual([path, false])
  })

  it('have no word of the other language left over', () => {
    for (const [path, text] of english) expect([path, /\p{Script=Han}/u.test(text)]).toEqual([path, false])
  })
})

describe('the language', () => {
  it('is the one that was chosen, whatever the system speaks', () => {
    expect(languageFor('zh-CN', 'en-GB')).toBe('zh-CN')
    expect(languageFor('en', 'zh-CN')).toBe('en')
  })

  it.each([
    ['zh-TW', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['ZH-hans', 'zh-CN'],
    ['de-AT', 'en'],
    ['', 'en'],
  ] as const)('follows a system that speaks %j with %s', (system, language) => {
    expect(languageFor('system', system)).toBe(language)
  })
})
