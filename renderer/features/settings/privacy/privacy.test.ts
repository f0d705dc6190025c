import { describe, expect, it } from 'vitest'
import { scriptedConnections } from '@renderer/testing/scripted-network.ts'
import { defaultHubAddress, hubAddressOf } from '@renderer/app/hub-address.ts'
import { withLatest } from './use-ledger.ts'

describe('an address', () => {
  it.each([
    ['https://huggingface.co', defaultHubAddress],
    [' https://mirror.example/ ', 'https://mirror.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['mirror.example', null],
    ['https://mirror.example/path', null],
    ['https://name:word@mirror.example', null],
    ['ftp://mirror.example', null],
    ['https://', null],
    ['https://[', null],
    ['', null],
  ])('%j is %j', (typed, address) => {
    expect(hubAddressOf(typed)).toBe(address)
  })
})

describe('the ledger, read again', () => {
  const known = scriptedConnections(6)
  const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id)

  it('has new connections before the older ones that it knows', () => {
    const latest = scriptedConnections(8).slice(0, 4)
    expect(ids(withLatest(known, latest))).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('has what became of a connection', () => {
    const [first, ...rest] = known
    if (!first) throw new Error('an empty ledger')
    expect(withLatest(known, [{ ...first, outcome: 'cancelled' }])).toEqual([
      { ...first, outcome: 'cancelled' },
      ...rest,
    ])
  })

  it('is empty when nothing is left', () => {
    expect(withLatest(known, [])).toEqual([])
  })
})
