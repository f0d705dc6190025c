import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import { openStore, type Store } from '../store/database.ts'
import { SecretTable } from '../store/secrets.ts'
import { HubTokens, type HubTokenOptions } from './token.ts'

const hub = 'https://hub.example.org'
let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-token-'))
  store = openStore(folder)
})

afterEach(async () => {
  store.close()
  await rm(folder, { recursive: true })
})

/** A key ring that can be locked, and counts how often it is opened. */
class KeyRing {
  isLocked = false
  opened = 0

  async seal(text: string): Promise<string> {
    if (this.isLocked) throw new Error('the key ring is locked')
    return Buffer.from(text).toString('hex')
  }

  async open(sealed: string): Promise<string> {
    this.opened++
    if (this.isLocked) throw new Error('the key ring is locked')
    return Buffer.from(sealed, 'hex').toString()
  }
}

function newTokens(main: KeyRing, more: Partial<HubTokenOptions> = {}): HubTokens {
  return new HubTokens({ store, secrets: new SecretTable(store), main, canStore: true, ...more })
}

test('a token is stored sealed, opened once by the next application, and removed for good', async () => {
  const keyRing = new KeyRing()
  await newTokens(keyRing).set(hub, 'hf_secret')
  store.db.pragma('wal_checkpoint(TRUNCATE)')
  expect((await readFile(join(folder, 'hearth.db'))).includes('hf_secret')).toBe(false)

  const tokens = newTokens(keyRing)
  expect([tokens.has(hub), tokens.has('https://mirror.example.org')]).toEqual([true, false])
  expect(await Promise.all([tokens.get(hub), tokens.get(hub)])).toEqual(['hf_secret', 'hf_secret'])
  expect(keyRing.opened).toBe(1)
  expect(await tokens.get('https://mirror.example.org')).toBeNull()
  await tokens.set(hub, null)
  expect([tokens.has(hub), await tokens.get(hub), await newTokens(keyRing).get(hub)]).toEqual([false, null, null])
})

test('a key ring that is locked for now costs the token for now', async () => {
  const keyRing = new KeyRing()
  await newTokens(keyRing).set(hub, 'hf_secret')
  keyRing.isLocked = true
  const tokens = newTokens(keyRing)
  expect(await tokens.get(hub)).toBeNull()
  await expect(tokens.set(hub, 'hf_new')).rejects.toMatchObject({ failure: { code: 'SECRET_UNAVAILABLE' } })
  keyRing.isLocked = false
  expect(await tokens.get(hub)).toBe('hf_secret')
})

test('without a key ring nothing is stored, and what is there can still be removed', async () => {
  const keyRing = new KeyRing()
  await newTokens(keyRing).set(hub, 'hf_secret')
  const tokens = newTokens(keyRing, { canStore: false })
  await expect(tokens.set(hub, 'hf_new')).rejects.toThrow(FailureError)
  await tokens.set(hub, null)
  expect(tokens.has(hub)).toBe(false)
})
