import { expect, test } from 'vitest'
import { isPageFrame } from './own-page.ts'

const page = 'app://hearth/index.html'

test('the page is in the top frame of its window, and nowhere else', () => {
  expect(isPageFrame({ url: page, parent: null }, null)).toBe(true)
  expect(isPageFrame({ url: `${page}#/settings/general`, parent: null }, null)).toBe(true)
  expect(isPageFrame({ url: page, parent: { url: page, parent: null } }, null)).toBe(false)
  expect(isPageFrame(null, null)).toBe(false)
})

test.each([
  '',
  'about:blank',
  'about:srcdoc',
  'app://hearth',
  'app://hearth.example.org/index.html',
  'app://hearth:81/index.html',
  'app://hearth@example.org/index.html',
  'app://other/index.html',
  'apps://hearth/index.html',
  `blob:${page}`,
  `data:text/html,${page}`,
  `file:///app://hearth/index.html`,
  'file:///etc/passwd',
  'http://hearth/index.html',
  'http://127.0.0.1:5173/',
  `https://example.org/?${page}`,
  `view-source:${page}`,
])('not from %s', (url) => {
  expect(isPageFrame({ url, parent: null }, null)).toBe(false)
})

test('while developing, the server of the page is it as well, and no other', () => {
  const server = 'http://127.0.0.1:5173/'
  const isPage = (url: string, parent: unknown = null): boolean => isPageFrame({ url, parent }, server)
  expect(isPage('http://127.0.0.1:5173/index.html')).toBe(true)
  expect(isPage('http://127.0.0.1:5173/index.html', {})).toBe(false)
  const others = ['', 'about:blank', 'http://127.0.0.1:5174/', 'http://localhost:5173/', 'file:///']
  expect(others.filter((url) => isPage(url))).toEqual([])
})
