import i18next from 'i18next'
import { beforeAll, expect, it } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { durationText } from './duration.ts'

beforeAll(() => {
  openNodePage()
})

it.each([
  [0, '1 s'],
  [4.4, '4 s'],
  [12, '10 s'],
  [57, '1 min'],
  [110, '1 min 50 s'],
  [597, '10 min'],
  [1500, '25 min'],
  [3590, '1 h 0 min'],
  [7530, '2 h 6 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds, i18next.getFixedT('en', 'downloads'))).toBe(text)
})
