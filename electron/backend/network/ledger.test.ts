import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import { ConnectionTable, type NewConnection } from '../store/connections.ts'
import { openStore, type Store } from '../store/database.ts'
import { Ledger } from './ledger.ts'

let folder: string
let store: Store
let time = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-ledger-'))
  store = openStore(folder)
  time = 1_000_000
})

afterEach(async () => {
  vi.useRealTimers()
  store.close()
  await rm(folder, { recursive: true })
})

const all = { purpose: null, text: '' }

function newLedger(): Ledger {
  return new Ledger({ store, table: new ConnectionTable(store), now: () => time, onChange: () => undefined })
}

function connection(more: Partial<NewConnection> = {}): NewConnection {
  return { startedAt: time, purpose: 'search', host: 'hub.example.org', path: '/api/models', bytesUp: 200, ...more }
}

/** What the database says, whatever the ledger knows besides. */
function stored() {
  return new ConnectionTable(store).page(all, null, 500)
}

test('what is older than 90 days is forgotten, and of the rest all but the last fifty thousand', () => {
  const day = 24 * 60 * 60 * 1000
  const ledger = newLedger()
  const done = (age: number, path: string): void =>
    ledger.begin(connection({ startedAt: time - age * day, path })).end('complete')
  const open = ledger.begin(connection({ startedAt: time - 100 * day, path: '/open' }))
  done(91, '/old')
  done(89, '/young')
  ledger.prune()
  expect(stored().map(({ path }) => path)).toEqual(['/young', '/open'])
  const table = new ConnectionTable(store)
  store.write(() => {
    for (let index = 0; index < 50_000; index++) table.begin(connection({ path: '/many' }))
    table.markAbandoned()
  })
  ledger.prune()
  expect(store.db.prepare('SELECT COUNT(*) FROM connections').pluck().get()).toBe(50_000)
  expect(stored().every(({ path }) => path === '/many')).toBe(true)
  open.end('complete')
})

test('an open connection is written down again within a second, and what a crash left open has failed', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const ledger = newLedger()
  const entry = ledger.begin(connection())
  entry.answered(200)
  entry.received(1000)
  expect(stored()).toMatchObject([{ outcome: 'open', bytesDown: 0, status: null }])
  expect(ledger.page(all, null, 10)).toMatchObject([{ outcome: 'open', bytesDown: 1000, status: 200 }])
  vi.advanceTimersByTime(1000)
  expect(stored()).toMatchObject([{ outcome: 'open', bytesDown: 1000, status: 200 }])
  entry.received(24)
  // The process ends here; another one opens the same database.
  newLedger()
  expect(stored()).toMatchObject([{ outcome: 'failed', bytesDown: 1000, durationMs: null }])
})

test('an end is final', () => {
  const ledger = newLedger()
  const entry = ledger.begin(connection())
  entry.received(10)
  time += 1234
  entry.end('cancelled')
  entry.end('complete')
  expect(stored()).toMatchObject([{ outcome: 'cancelled', bytesDown: 10, durationMs: 1234 }])
  expect(ledger.open).toBe(0)
})

test('pages, filters by purpose and text (its signs mean themselves), and forgets all but what is open', () => {
  const ledger = newLedger()
  const paths = ['/a_b', '/axb', '/100%', '/100x', '/!']
  const entries = paths.map((path) => ledger.begin(connection({ path, purpose: 'download' })))
  ledger.begin(connection({ host: 'other.example.org' }))
  const pathsOf = (text: string): string[] => ledger.page({ purpose: null, text }, null, 10).map(({ path }) => path)
  expect(pathsOf('a_b')).toEqual(['/a_b'])
  expect(pathsOf('100%')).toEqual(['/100%'])
  expect(pathsOf('!')).toEqual(['/!'])
  expect(pathsOf('OTHER')).toEqual(['/api/models'])
  expect(ledger.page({ purpose: 'download', text: '' }, null, 10)).toHaveLength(5)
  const first = ledger.page(all, null, 4)
  const second = ledger.page(all, first.at(-1)?.id ?? 0, 4)
  expect([first.length, second.length]).toEqual([4, 2])
  entries[0]?.end('complete')
  ledger.clear()
  expect(ledger.page(all, null, 10)).toHaveLength(5)
})

test('CSV of all pages, as a spreadsheet reads it', async () => {
  const ledger = newLedger()
  store.write(() => {
    for (let number = 0; number < 501; number++) {
      time++
      ledger.begin(connection()).end('complete')
    }
  })
  ledger.begin(connection({ path: '/a,"b"', host: '=1+1' })).end('failed')
  const path = join(folder, 'connections.csv')
  expect(await ledger.export(all, path)).toBe(502)
  const lines = (await readFile(path, 'utf8')).split('\r\n')
  expect(lines).toHaveLength(504)
  expect(lines[0]).toBe('started,purpose,host,path,bytes up,bytes down,outcome,status,duration (ms)')
  expect(lines[1]).toBe(`${new Date(time).toISOString()},search,'=1+1,"/a,""b""",200,0,failed,,0`)
  await expect(ledger.export(all, folder)).rejects.toThrow(FailureError)
})

test('an export that fails midway leaves the earlier one as it was', async () => {
  const ledger = newLedger()
  ledger.begin(connection()).end('complete')
  const away = await mkdtemp(join(tmpdir(), 'hearth-export-'))
  const path = join(away, 'connections.csv')
  await writeFile(path, 'the earlier one')
  const exporting = ledger.export(all, path)
  store.close()
  await expect(exporting).rejects.toMatchObject({ failure: { code: 'FILE_FAILED', data: { path } } })
  expect(await readFile(path, 'utf8')).toBe('the earlier one')
  expect(await readdir(away)).toEqual(['connections.csv'])
  await rm(away, { recursive: true })
})

test('the speed of downloads: bytes over the time in which any of their connections was open', () => {
  const ledger = newLedger()
  expect(ledger.downloadSpeed()).toBeNull()
  const megabytes = 1_000_000
  const [first, second] = [
    ledger.begin(connection({ purpose: 'download' })),
    ledger.begin(connection({ purpose: 'download' })),
  ]
  first?.received(10 * megabytes)
  second?.received(10 * megabytes)
  time += 2000
  first?.end('complete')
  second?.end('complete')
  time += 60_000
  const third = ledger.begin(connection({ purpose: 'download' }))
  third.received(20 * megabytes)
  time += 2000
  third.end('complete')
  expect(ledger.downloadSpeed()).toBe(10 * megabytes)
})
