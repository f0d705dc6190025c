import fc from 'fast-check'
import { join, normalize, sep } from 'node:path'
import { expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import { pathOf, placeKey, placeOf } from './names.ts'

test('a file lies in a folder of its repository', () => {
  expect(placeOf('maker/Model-1.5B_x', 'model-Q4_K_M.gguf')).toEqual({
    folders: ['maker__Model-1.5B_x'],
    name: 'model-Q4_K_M.gguf',
  })
  expect(placeOf('a/b', 'BF16/deep/模型-00001-of-00002.GGUF')).toEqual({
    folders: ['a__b', 'BF16__deep'],
    name: '模型-00001-of-00002.GGUF',
  })
  expect(placeKey(placeOf('a/b', 'X.gguf'))).toBe(placeKey(placeOf('a/b', 'x.gguf')))
})

const repositories = [
  'a',
  'a/b/c',
  '../b',
  'a/..',
  'a/.b',
  '/a/b',
  'a/b ',
  'a\\b/c',
  'a/b\0',
  'C:/b',
  'a/',
  '',
  'con/b/..',
]
const files = [
  '../x.gguf',
  '../../../etc/cron.d/x.gguf',
  'a/../../x.gguf',
  '/x.gguf',
  'a//x.gguf',
  './x.gguf',
  'a/./x.gguf',
  '..\\x.gguf',
  'C:\\x.gguf',
  'C:x.gguf',
  'x.gguf:stream',
  'x.gguf/',
  'x\0.gguf',
  'x\n.gguf',
  'x\u202egguf.gguf',
  'x.gguf.',
  'x.gguf ',
  ' x.gguf',
  '.hidden.gguf',
  '~x.gguf',
  'con.gguf',
  'COM1.gguf',
  'nul/x.gguf',
  'a /x.gguf',
  'x.part',
  'x.sh',
  'gguf',
  '.gguf',
  '',
  `${'x'.repeat(300)}.gguf`,
  `${'模'.repeat(80)}.gguf`,
  '$x/..',
  'x?.gguf',
  'x*.gguf',
  '<x>.gguf',
  'x|y.gguf',
]

test.each(repositories)('no repository is called %j', (repository) => {
  expect(() => placeOf(repository, 'x.gguf')).toThrow(FailureError)
})

test.each(files)('no file is called %j', (file) => {
  expect(() => placeOf('maker/model', file)).toThrow(/^NAME_UNSAFE/)
})

test('whatever a file is called, it lies below the models folder, two folders deep at most, or nowhere', () => {
  const part = fc.oneof(
    fc.constantFrom('model', 'Q4_K_M', '模型'),
    fc.constantFrom('..', '.', '', '~', 'a', 'CON', 'x.gguf', '\\', 'C:', ' ', '%2e%2e', '．．'),
    fc.string({ unit: 'binary' }),
  )
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => `${parts.join('/')}.gguf`)
  let accepted = 0
  fc.assert(
    fc.property(path, (name) => {
      let place
      try {
        place = placeOf('maker/model', name)
      } catch {
        return
      }
      accepted++
      const below = pathOf(join(sep, 'models'), place)
      expect(normalize(below)).toBe(below)
      expect(below.startsWith(join(sep, 'models', 'maker__model', sep))).toBe(true)
      expect(below.split(sep).length).toBeLessThanOrEqual(5)
    }),
    { numRuns: 300 },
  )
  expect(accepted).toBeGreaterThan(5)
})
