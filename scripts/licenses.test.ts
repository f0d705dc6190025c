import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { licensesText, notePackages, packageNotice } from './licenses.mjs'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-licences-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Puts files into the temporary folder, by their paths in it. */
async function put(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

/** The files of a package that exports what another file says. */
function packageOf(name: string, code: string, place = ''): Record<string, string> {
  const home = `${place}node_modules/${name}`
  return {
    [`${home}/package.json`]: JSON.stringify({ name, version: '1.2.3', type: 'module', exports: './lib/index.js' }),
    [`${home}/lib/index.js`]: code,
  }
}

test('a bundle’s packages are noted: what is imported lazily, nested or by another package, and nothing that is left out', async () => {
  await put({
    'main.js': `import { used } from 'used'\nimport { whole } from '@scope/whole'\nconsole.log(used, whole, await import('late'))`,
    ...packageOf('used', `export { nested as used } from 'nested'\nexport { unused } from 'unused'`),
    ...packageOf('nested', 'export const nested = Math.random()', 'node_modules/used/'),
    ...packageOf('unused', 'export const unused = 1'),
    ...packageOf('@scope/whole', 'export const whole = Math.random()'),
    ...packageOf('late', 'export const late = Math.random()'),
    ...packageOf('not-imported', ''),
  })
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [notePackages('test', join(folder, 'notes'))],
    build: { write: false, rolldownOptions: { input: join(folder, 'main.js') } },
  })
  const noted = z.array(z.string()).parse(JSON.parse(await readFile(join(folder, 'notes/test.json'), 'utf8')))
  expect(new Set(noted.map((home) => basename(home)))).toEqual(new Set(['whole', 'late', 'nested']))
})

test('a package’s notice is all that its files say', async () => {
  await put({
    'package.json': JSON.stringify({ name: 'a', version: '1.0.0', license: 'Apache-2.0' }),
    'LICENSE.md': 'The terms.\r\n',
    NOTICE: 'By Ada.\n',
    'licenses.js': 'code',
  })
  expect(packageNotice(folder)).toEqual({ title: 'a 1.0.0 (Apache-2.0)', text: 'The terms.\n\nBy Ada.' })
})

test('a package without such a file is named with what its package.json says', async () => {
  await put({
    'package.json': JSON.stringify({ name: 'a', version: '1.0.0', license: 'MIT', author: { name: 'Ada' } }),
  })
  expect(packageNotice(folder).text).toContain('MIT, by Ada')
})

test('a package that says nothing of its licence cannot be shipped', async () => {
  await put({ 'package.json': JSON.stringify({ name: 'a', version: '1.0.0' }), 'README.md': 'Free.' })
  expect(() => packageNotice(folder)).toThrow('a 1.0.0 would be shipped')
})

test('the text is the same in whatever order the packages were found, and says the same thing once', () => {
  const notices = [
    { title: 'b 1.0.0 (MIT)', text: 'Terms.' },
    { title: 'A 1.0.0 (ISC)', text: 'Others.' },
    { title: 'c 1.0.0 (MIT)', text: 'Terms.' },
    { title: 'b 1.0.0 (MIT)', text: 'Terms.' },
  ]
  const text = licensesText(notices)
  expect(licensesText(notices.toReversed())).toBe(text)
  expect(text.match(/Terms\./g)).toHaveLength(1)
  expect(text).toMatch(
    /A 1\.0\.0 \(ISC\)\n=+\n\nOthers\.\n\n=+\nb 1\.0\.0 \(MIT\)\nc 1\.0\.0 \(MIT\)\n=+\n\nTerms\.\n$/,
  )
})

test('the notices that are kept here are of the versions that are shipped', async () => {
  const first = async (name: string) => (await readFile(`resources/licenses/${name}.txt`, 'utf8')).split('\n', 1)[0]
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(`node_modules/${file}`, 'utf8'))
  const llama = z.object({ tag: z.string() }).parse(await json('node-llama-cpp/llama/llama.cpp.info.json'))
  expect(await first('llama.cpp')).toContain(`llama.cpp ${llama.tag} `)
  const langs = z.object({ devDependencies: z.object({ 'tm-grammars': z.string() }) })
  const grammars = langs.parse(await json('@shikijs/langs/package.json')).devDependencies['tm-grammars']
  expect(await first('tm-grammars')).toContain(`tm-grammars ${grammars.replace('^', '')} `)
})
