import { readdirSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderWatch } from './folder-watch.ts'

const patience = { quietMs: 20, busyMs: 100, checkMs: 30 }
let root: string
let folder: string
let watch: FolderWatch
let awaited: string[]
let told = 0
let onTold: () => void = () => undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  folder = join(root, 'models')
  told = 0
  awaited = []
  const onChange = (): void => {
    told++
    onTold()
  }
  watch = new FolderWatch({ onChange, awaited: () => awaited, patience })
})

afterEach(async () => {
  watch.close()
  await rm(root, { recursive: true })
})

/** Files below the folder with their sizes; null: it is not there. */
function files(): string[] | null {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.flatMap((name) => {
      const stats = statSync(join(folder, name))
      return stats.isFile() ? [`${name} ${stats.size}`] : []
    })
  } catch {
    return null
  }
}

/** What the folder holds when something is told after `act`, as soon as that is `expected`. */
async function toldOf(expected: string[] | null, act: () => unknown): Promise<void> {
  const next = new Promise<string[] | null>((resolve) => {
    onTold = () => {
      const held = files()
      if (JSON.stringify(held) === JSON.stringify(expected)) resolve(held)
    }
  })
  await act()
  expect(await next).toEqual(expected)
}

test('a new file, a changed one and one that is gone are told, also in subfolders that came later', async () => {
  await mkdir(folder)
  await toldOf([], () => watch.watch(folder))
  await toldOf(['a.gguf 1'], () => writeFile(join(folder, 'a.gguf'), 'a'))
  await toldOf(['a.gguf 6'], () => writeFile(join(folder, 'a.gguf'), 'longer'))
  await toldOf([], () => rm(join(folder, 'a.gguf')))
  const deeper = join('sub', 'deeper')
  await toldOf([], () => mkdir(join(folder, deeper), { recursive: true }))
  await toldOf([`${join(deeper, 'b.gguf')} 1`], () => writeFile(join(folder, deeper, 'b.gguf'), 'b'))
  expect(files()).toHaveLength(1)
})

test('a folder that is not there yet, goes away, comes back or is replaced is watched all the same', async () => {
  await toldOf(null, () => watch.watch(folder))
  await toldOf([], () => mkdir(folder))
  await toldOf(['a.gguf 1'], () => writeFile(join(folder, 'a.gguf'), 'a'))
  await toldOf(null, () => rename(folder, `${folder}-away`))
  await toldOf(['other.gguf 1'], async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'other.gguf'), 'b')
  })
  await toldOf(['a.gguf 1'], async () => {
    await rm(folder, { recursive: true })
    await rename(`${folder}-away`, folder)
  })
  await toldOf([], () => rm(join(folder, 'a.gguf')))
  expect(files()).toEqual([])
})

test('a file that is awaited is told when it is there, wherever it is', async () => {
  await mkdir(folder)
  await toldOf([], () => watch.watch(folder))
  awaited = [join(root, 'gone', 'a.gguf'), join(root, 'elsewhere', 'b.gguf')]
  await mkdir(join(root, 'elsewhere'))
  const before = told
  await toldOf([], () => writeFile(join(root, 'elsewhere', 'b.gguf'), 'b'))
  expect(told).toBeGreaterThan(before)
})

test('many changes at once are told together', async () => {
  await mkdir(folder)
  await toldOf([], () => watch.watch(folder))
  const before = told
  const names = Array.from({ length: 200 }, (_, index) => String(1000 + index))
  await toldOf(
    names.map((name) => `${name} 1`),
    () => Promise.all(names.map((name) => writeFile(join(folder, name), 'x'))),
  )
  expect(told - before).toBeLessThan(50)
})

test('a watch that was closed, or watches another folder now, tells nothing', async () => {
  const other = join(root, 'other')
  await mkdir(folder)
  await toldOf([], () => watch.watch(folder))
  await toldOf([], () => watch.watch(other))
  const before = told
  const witness = new FolderWatch({ onChange: () => onTold(), awaited: () => [], patience })
  await toldOf([], () => witness.watch(folder))
  await toldOf(['a.gguf 1'], () => writeFile(join(folder, 'a.gguf'), 'a'))
  watch.close()
  await toldOf([], () => rm(join(folder, 'a.gguf')))
  witness.close()
  expect(told).toBe(before)
})
