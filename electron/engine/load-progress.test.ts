import { afterEach, beforeEach, expect, test } from 'vitest'
import { LoadProgress } from './load-progress.ts'

let memory: number
let told: number[]
let progress: LoadProgress

beforeEach(() => {
  memory = 50
  told = []
  progress = new LoadProgress(
    1000,
    (share) => told.push(share),
    () => memory,
  )
})

afterEach(() => progress.end())

test('while llama.cpp says nothing, what was read counts, but not as all of it', () => {
  progress.look()
  expect(told).toEqual([])
  for (const grown of [250, 500, 2000]) {
    memory = 50 + grown
    progress.look()
  }
  expect(told).toEqual([0.25, 0.5, 0.99])
  progress.reported(1)
  expect(told.at(-1)).toBe(1)
})

test('it never goes back, whoever says so', () => {
  progress.reported(0.5)
  memory = 300
  progress.look()
  progress.reported(0.4)
  progress.reported(0.6)
  expect(told).toEqual([0.5, 0.6])
})
