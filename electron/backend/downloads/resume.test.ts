import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DownloadTables, type StoredDownload } from '../store/downloads.ts'
import { Ranges } from './ranges.ts'
import { sha256, type Fault } from './test-host.ts'
import { noise, TestDownloads } from './test-downloads.ts'

const repository = 'maker/model'
let root: string

beforeAll(async () => {
  // Thousands of times something is made safe here; in memory, that takes no time.
  root = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hearth-'))
})

afterAll(async () => {
  await rm(root, { recursive: true })
})

/** How the application ends in the middle of everything. */
type End = 'quit' | 'kill' | 'power-failure'

/** What happens in a run, beside the download itself. */
interface Story {
  sizes: number[]
  parallel: boolean
  hasRanges: boolean
  hasEtag: boolean
  chunkBytes: number
  connections: number
  /** Of request after request. */
  faults: (Fault | null)[]
  /** After so many more chunks. */
  ends: { afterChunks: number; end: End }[]
  /** The publisher replaces the files, under the same address, before the answer with this number. */
  replacedAt: number | null
}

const size = fc.integer({ min: 1, max: 60_000 })
const position = fc.nat(60_000)
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ type: fc.constantFrom('cut' as const, 'stall' as const), after: position }),
  fc.record({
    type: fc.constantFrom(
      'refuse' as const,
      'mute' as const,
      'whole' as const,
      'html' as const,
      'other-total' as const,
      'other-etag' as const,
      'short' as const,
      'long' as const,
      'not-satisfiable' as const,
    ),
  }),
  fc.record({
    type: fc.constant('shifted' as const),
    by: fc.integer({ min: -3000, max: 3000 }).filter((by) => by !== 0),
  }),
  fc.record({ type: fc.constant('flip' as const), at: position }),
  fc.record({ type: fc.constant('status' as const), status: fc.constantFrom(429, 500, 503, 404) }),
)
const story: fc.Arbitrary<Story> = fc.record({
  sizes: fc.array(size, { minLength: 1, maxLength: 3 }),
  parallel: fc.boolean(),
  hasRanges: fc.boolean(),
  hasEtag: fc.boolean(),
  chunkBytes: fc.integer({ min: 300, max: 9000 }),
  connections: fc.integer({ min: 1, max: 4 }),
  faults: fc.array(fc.option(fault), { maxLength: 6 }),
  ends: fc.array(
    fc.record({
      afterChunks: fc.nat(30),
      end: fc.constantFrom<End>('quit', 'kill', 'power-failure'),
    }),
    { maxLength: 3 },
  ),
  replacedAt: fc.option(fc.nat(6)),
})

/** Everything that lasts, as it is in this moment. */
class Moment {
  readonly #desk: TestDownloads
  readonly #rows: StoredDownload[]
  readonly #files: Map<string, Buffer>

  constructor(desk: TestDownloads) {
    this.#desk = desk
    this.#rows = new DownloadTables(desk.store).list()
    this.#files = filesBelow(desk.modelsFolder)
  }

  /**
   * Has everything be as it was, as after `kill -9`. When the power failed, what was written and not made safe is anything. A lock is left
   * behind with the number of a process that is not there.
   */
  async restore(end: End): Promise<void> {
    const { modelsFolder } = this.#desk
    await rm(modelsFolder, { recursive: true })
    for (const [path, bytes] of this.#files) {
      await mkdir(join(path, '..'), { recursive: true })
      writeFileSync(
        path,
        path.endsWith('.lock') ? '2147483000' : end === 'kill' ? bytes : this.#withoutUnsafe(path, bytes),
      )
    }
    await mkdir(modelsFolder, { recursive: true })
  }

  /** Into the database, once it is open again. */
  restoreRows(): void {
    const tables = new DownloadTables(this.#desk.store)
    for (const row of this.#rows) tables.save(row)
  }

  #withoutUnsafe(path: string, bytes: Buffer): Buffer {
    const row = this.#rows[0]?.files.find((file) => path.endsWith(`/${file.path}.part`))
    if (!row || row.done) return bytes
    const lost = Buffer.from(bytes)
    for (const [from, to] of new Ranges(row.progress).missing(bytes.length)) lost.fill(0xee, from, to)
    return lost
  }
}

function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))] as const),
  )
}

/** Whatever has a model's name is one of the files that the publisher has had under it, whole. */
function expectNothingWrongListed(desk: TestDownloads, versions: ReadonlyMap<string, Buffer>[]): void {
  for (const [path, bytes] of filesBelow(desk.modelsFolder)) {
    if (!path.endsWith('.gguf')) continue
    const name = path.slice(path.lastIndexOf('/') + 1)
    const right = versions.map((version) => sha256(version.get(name) ?? Buffer.alloc(0)))
    expect(right).toContain(sha256(bytes))
  }
}

let count = 0

async function play(told: Story): Promise<string> {
  const limits = { stallMs: 15, firstRetryMs: 0, longestRetryMs: 0, connections: told.connections }
  const desk = await TestDownloads.make({ limits }, join(root, String(count++)))
  const { host } = desk
  const names = told.sizes.map((_, index) => `m-0000${index + 1}-of-0000${told.sizes.length}.gguf`)
  const version = (seed: number): Map<string, Buffer> =>
    new Map(names.map((name, index) => [name, noise((told.sizes[index] ?? 1) + seed, seed + index)]))
  const versions = [version(0), version(7)]
  const publish = (files: ReadonlyMap<string, Buffer> | undefined): void =>
    files?.forEach((bytes, name) => host.files.set(name, bytes))
  publish(versions[0])
  host.hasRanges = told.hasRanges
  host.chunkBytes = told.chunkBytes
  if (!told.hasEtag) host.etag = () => null
  host.faults.push(...told.faults)
  const ends = [...told.ends]
  let chunks = 0
  let ended: { moment: Moment; end: End } | null = null
  const over = Promise.withResolvers<void>()
  let reached = over
  host.onChunk = () => {
    if (told.replacedAt !== null && host.seen.length > told.replacedAt) publish(versions[1])
    const [next] = ends
    if (ended || !next || chunks++ < next.afterChunks) return
    ended = { moment: new Moment(desk), end: next.end }
    ends.shift()
    chunks = 0
    reached.resolve()
  }
  await desk.downloads.start(repository, names[0] ?? '')
  let resumes = 0
  let last = ''
  for (;;) {
    await Promise.race([reached.promise, desk.state('done', 'failed')])
    if (ended) {
      const { moment, end }: { moment: Moment; end: End } = ended
      reached = Promise.withResolvers()
      await desk.reopen(
        async () => (end === 'quit' ? undefined : moment.restore(end)),
        () => {
          if (end !== 'quit') moment.restoreRows()
          ended = null
        },
      )
      expectNothingWrongListed(desk, versions)
      continue
    }
    expectNothingWrongListed(desk, versions)
    const { state, failure, id } = desk.one()
    if (state === 'done') break
    last = failure?.code ?? ''
    expect(['CHECKSUM_WRONG', 'FILE_CHANGED', 'NOT_ON_HUB']).toContain(last)
    const kept = last === 'CHECKSUM_WRONG' && told.sizes.length === 1 ? filesBelow(desk.modelsFolder).size : 0
    expect(kept).toBe(0)
    expect(resumes++).toBeLessThan(12)
    desk.downloads.resume(id)
  }
  const files = filesBelow(desk.modelsFolder)
  expect([...files.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)).toSorted()).toEqual(names)
  expect(desk.installed.at(-1)).toBe(join(desk.modelsFolder, 'maker__model', names[0] ?? ''))
  await desk.remove()
  return last
}

// Half a minute's work, on a computer that may be busy with other things.
test('whatever goes wrong and however often it ends: the bytes are right, and nothing wrong is ever listed', async () => {
  const failures = new Set<string>()
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      failures.add(await play(told))
    }),
    { numRuns: 500 },
  )
  // The stories do go where it hurts.
  expect([...failures].toSorted()).toEqual(['', 'CHECKSUM_WRONG', 'FILE_CHANGED', 'NOT_ON_HUB'])
}, 180_000)
