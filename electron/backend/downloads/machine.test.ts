import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Failure } from '../../contract/failure.ts'
import { beginning, next, type Happening, type Situation } from './machine.ts'

const times = { firstRetryMs: 2000, longestRetryMs: 300_000 }
const broken: Failure = { code: 'CONNECTION_FAILED', data: { host: 'hub', detail: 'ECONNRESET' } }
const changed: Failure = { code: 'FILE_CHANGED', data: { file: 'a.gguf' } }
const full: Failure = { code: 'DISK_FULL', data: { path: '/', missingBytes: 1 } }

function after(happenings: Happening[], from: Situation = beginning): Situation {
  return happenings.reduce((situation, happening) => next(situation, happening, times)[0], from)
}

const turn: Happening = { type: 'turn' }
const failed = (failure: Failure, now = 0): Happening => ({ type: 'failed', failure, now })
const refused = (status: number, retryAfterSeconds: number | null): Failure => ({
  code: 'HOST_REFUSED',
  data: { host: 'hub', status, retryAfterSeconds },
})

test('from its place in the queue to the end', () => {
  expect(next(beginning, turn, times)).toEqual([{ ...beginning, status: { state: 'running' } }, 'run'])
  expect(after([turn, { type: 'complete' }]).status).toEqual({ state: 'verifying' })
  const done = after([turn, { type: 'complete' }, { type: 'installed', modelId: 'm' }])
  expect(done.status).toEqual({ state: 'done', modelId: 'm' })
  for (const type of ['pause', 'resume', 'retry', 'turn'] as const) expect(after([{ type }], done)).toBe(done)
})

test('a connection that breaks again and again is tried after longer and longer, up to five minutes, until bytes come', () => {
  const waits: number[] = []
  let situation = beginning
  for (let attempt = 0; attempt < 10; attempt++) {
    situation = after([turn, failed(broken, 1000)], situation)
    waits.push((situation.status.state === 'waiting' ? (situation.status.retryAt ?? 0) : 0) - 1000)
    situation = after([{ type: 'retry' }], situation)
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000))
  expect(after([turn, { type: 'progress' }, failed(broken, 0)], situation).status).toMatchObject({ retryAt: 2000 })
})

test('a host that asks for patience gets it, unless it is more than a day', () => {
  expect(after([turn, failed(refused(429, 60), 0)]).status).toMatchObject({ state: 'waiting', retryAt: 60_000 })
  expect(after([turn, failed(refused(503, null), 0)]).status).toMatchObject({ state: 'waiting', retryAt: 2000 })
  expect(after([turn, failed(refused(429, 100_000), 0)]).status).toMatchObject({ state: 'failed' })
  expect(after([turn, failed(refused(403, null), 0)]).status).toMatchObject({ state: 'failed' })
})

test('a full disk pauses it, the switch has it wait without an end, what cannot pass fails', () => {
  expect(after([turn, failed(full)]).status).toEqual({ state: 'paused', failure: full })
  const offline = after([turn, failed({ code: 'OFFLINE', data: {} })])
  expect(offline.status).toMatchObject({ state: 'waiting', retryAt: null })
  expect(after([{ type: 'retry' }], offline).status.state).toBe('queued')
  expect(after([turn, failed(changed)]).status).toEqual({ state: 'failed', failure: changed })
})

test('pausing stops the work; what it still says afterwards does not count', () => {
  const [paused, effect] = next(after([turn]), { type: 'pause' }, times)
  expect([paused.status, effect]).toEqual([{ state: 'paused', failure: null }, 'stop'])
  expect(after([failed(broken), { type: 'complete' }, { type: 'installed', modelId: 'm' }], paused)).toBe(paused)
  expect(after([{ type: 'resume' }], paused).status.state).toBe('queued')
})

test('after what makes its beginnings doubtful, the hub is asked before it goes on', () => {
  const resumed = after([turn, failed(changed), { type: 'resume' }])
  expect(resumed).toMatchObject({ status: { state: 'queued' }, asksHub: true })
  expect(after([turn, failed(broken), { type: 'retry' }], resumed).asksHub).toBe(true)
  expect(after([turn, { type: 'asked' }], resumed).asksHub).toBe(false)
  expect(after([turn, failed(full), { type: 'resume' }]).asksHub).toBe(false)
})

test('in whatever order things happen: work is begun only on its turn, stopped only while there is any, and never after the end', () => {
  const failure = fc.constantFrom<Failure>(broken, changed, full, { code: 'OFFLINE', data: {} }, refused(503, 5))
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    fc
      .constantFrom<'turn' | 'progress' | 'asked' | 'complete' | 'pause' | 'resume' | 'retry'>(
        'turn',
        'progress',
        'asked',
        'complete',
        'pause',
        'resume',
        'retry',
      )
      .map((type) => ({ type })),
    fc.constant({ type: 'installed' as const, modelId: 'm' }),
    failure.map((which) => failed(which)),
  )
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      let situation = beginning
      let working = false
      for (const one of happenings) {
        const [then, effect] = next(situation, one, times)
        expect(situation.status.state !== 'done' || then.status === situation.status).toBe(true)
        expect(effect === 'run').toBe(one.type === 'turn' && situation.status.state === 'queued')
        expect(effect === 'stop').toBe(one.type === 'pause' && working)
        working = then.status.state === 'running' || then.status.state === 'verifying'
        situation = then
      }
    }),
    { numRuns: 1000 },
  )
})
