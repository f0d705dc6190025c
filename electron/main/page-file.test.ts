import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pageFile } from './page-file.ts'

const folder = join('/opt', 'hearth', 'renderer')

it('finds the page’s files, whatever follows their name', () => {
  expect(pageFile(folder, 'app://hearth/index.html')).toBe(join(folder, 'index.html'))
  expect(pageFile(folder, 'app://hearth/assets/a%20b.js?v=1#part')).toBe(join(folder, 'assets/a b.js'))
})

it.each([
  'app://hearth/',
  'app://hearth/../main/main.js',
  'app://hearth/%2e%2e/main/main.js',
  'app://hearth/..%2f..%2f..%2fetc%2fpasswd',
  'app://hearth/assets/..%2f..%2frenderer-of-another/index.html',
  'app://hearth/index.html%00.png',
  'app://hearth/%',
  'app://other/index.html',
  'file:///etc/passwd',
])('finds nothing of anybody else’s: %s', (address) => {
  const path = pageFile(folder, address)
  // A way that Chromium itself makes straight ends inside of the folder.
  expect(path === null || path.startsWith(join(folder, 'main'))).toBe(true)
})
