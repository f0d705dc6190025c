import { expect, it } from 'vitest'
import type { Failure } from '@contract/failure.ts'
import { remediesOf, seldomPasses } from './failure-remedy.tsx'
import { defaultHubAddress } from './hub-address.ts'

const unreachable = (host: string): Failure => ({ code: 'CONNECTION_FAILED', data: { host, detail: '' } })

it('an address that somebody typed may be why the hub cannot be reached', () => {
  expect(remediesOf(unreachable('mirror.example'), 'https://mirror.example')).toEqual(['address'])
  expect(remediesOf(unreachable('huggingface.co'), defaultHubAddress)).toEqual([])
})

it('a storage host that cannot be reached has nothing to do with the address', () => {
  expect(remediesOf(unreachable('storage.example'), 'https://mirror.example')).toEqual([])
})

it('what is gone from the hub leads to another one, before it is asked for again', () => {
  const gone: Failure = { code: 'NOT_ON_HUB', data: { what: 'a/b' } }
  expect(remediesOf(gone, defaultHubAddress)).toEqual(['search'])
  expect(seldomPasses(gone)).toBe(true)
  expect(seldomPasses(unreachable('huggingface.co'))).toBe(false)
})
