import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wayToReveal } from './reveal.ts'

let root = ''
let data = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearth-'))
  data = join(root, 'data')
  await mkdir(join(data, 'models/deep'), { recursive: true })
  await mkdir(join(root, 'Program.app'))
  await mkdir(join(data, 'Program.app'))
  await writeFile(join(data, 'models/a.gguf'), '')
})

afterEach(() => rm(root, { recursive: true }))

it('opens the data folder and the models folder in it, however they are named', async () => {
  await symlink(data, join(root, 'same'))
  for (const path of [data, `${data}/`, join(data, 'models'), `${data}/models/../models/`, join(root, 'same/models')])
    expect([path, await wayToReveal(path, data)]).toEqual([path, 'open'])
  expect(await wayToReveal(data, join(root, 'same'))).toBe('open')
})

it('shows everything else where it lies, so that nothing is run: files, other folders, bundles, links to them', async () => {
  await symlink(join(root, 'Program.app'), join(data, 'link'))
  for (const path of ['models/a.gguf', 'models/deep', 'Program.app', '../Program.app', 'link', '..'])
    expect([path, await wayToReveal(join(data, path), data)]).toEqual([path, 'show'])
})

it('does not open what stands in the place of the models folder', async () => {
  await rm(join(data, 'models'), { recursive: true })
  await symlink(join(root, 'Program.app'), join(data, 'models'))
  expect(await wayToReveal(join(data, 'models'), data)).toBe('show')
  await rm(join(data, 'models'))
  await writeFile(join(data, 'models'), '#!/bin/sh\n', { mode: 0o755 })
  expect(await wayToReveal(join(data, 'models'), data)).toBe('show')
})

it('does nothing for what is not there, or is not a place on the disk', async () => {
  for (const path of [
    join(data, 'gone'),
    relative('.', data),
    'models',
    `file://${data}`,
    'https://example.org',
    `${data}\0`,
  ])
    expect([path, await wayToReveal(path, data)]).toEqual([path, null])
})
