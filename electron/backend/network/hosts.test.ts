import { expect, test } from 'vitest'
import type { ConnectionPurpose } from '../../contract/network.ts'
import { isPrivateWay, mayConnect, mayFollow } from './hosts.ts'

const hub = new URL('https://huggingface.co')
const mirror = new URL('https://mirror.example.org')
const inHouse = new URL('http://models.lan:8080')
const testHub = new URL('http://127.0.0.1:4000')

const file = 'https://cas-bridge.xethub.hf.co/xet-bridge-us/1/2'

test.each<[url: string, purpose: ConnectionPurpose, hub: URL, allowed: boolean]>([
  ['https://huggingface.co/api/models', 'search', hub, true],
  ['http://huggingface.co/api/models', 'search', hub, false],
  ['https://huggingface.co:8443/api/models', 'search', hub, false],
  ['https://www.huggingface.co/api/models', 'search', hub, false],
  [file, 'download', hub, true],
  [file, 'model-header', hub, true],
  [file, 'search', hub, false],
  [file, 'repository', hub, false],
  ['https://cdn-lfs.huggingface.co/x', 'download', hub, true],
  ['https://hf.co/x', 'download', hub, false],
  ['https://evilhf.co/x', 'download', hub, false],
  ['https://x.hf.co.example.org/x', 'download', hub, false],
  ['https://user:secret@huggingface.co/x', 'download', hub, false],
  ['http://127.0.0.1:4001/x', 'download', hub, false],
  // A mirror is the hub while it is set, and the hub itself is not asked then.
  ['https://mirror.example.org/api/models', 'search', mirror, true],
  ['https://huggingface.co/api/models', 'search', mirror, false],
  ['https://huggingface.co/a/b/resolve/main/c', 'download', mirror, false],
  [file, 'download', mirror, true],
  ['http://models.lan:8080/api/models', 'search', inHouse, true],
  ['http://models.lan/api/models', 'search', inHouse, false],
  ['http://127.0.0.1:4001/x', 'download', testHub, true],
  ['http://localhost:4001/x', 'download', testHub, true],
  ['http://[::1]:4001/x', 'download', testHub, true],
  ['http://127.0.0.1:4001/x', 'search', testHub, false],
  ['http://127.0.0.1.example.org/x', 'download', testHub, false],
  ['ftp://127.0.0.1:4000/x', 'download', testHub, false],
])('%s for %s of %s: %s', (url, purpose, of, allowed) => {
  expect(mayConnect(new URL(url), purpose, of)).toBe(allowed)
})

test('a redirect never leads out of the encryption', () => {
  const plain = new URL('http://models.lan:8080/x')
  expect(mayFollow(inHouse, plain, 'download', inHouse)).toBe(true)
  expect(mayFollow(new URL('https://models.lan/x'), plain, 'download', inHouse)).toBe(false)
  expect(mayFollow(inHouse, new URL(file), 'download', inHouse)).toBe(true)
})

test('a secret travels encrypted, or not at all beyond this computer', () => {
  expect([hub, mirror, inHouse, testHub].map((url) => isPrivateWay(url))).toEqual([true, true, false, true])
})
