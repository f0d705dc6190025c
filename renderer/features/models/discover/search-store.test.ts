import { expect, test } from 'vitest'
import { openConnection } from '@renderer/app/backend.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { givePortToLose, giveScriptedPort } from '@renderer/testing/node-ports.ts'
import { search, useSearch } from './search-store.ts'

test('a search that the backend did not live to answer is made again', async () => {
  const page = openNodePage()
  openConnection()
  const lost = givePortToLose(page)
  useSearch.setState({ typed: 'qwen' })
  const states: string[] = []
  const ready = new Promise<void>((resolve) => {
    useSearch.subscribe(({ status }) => {
      states.push(status)
      if (status === 'ready') resolve()
    })
  })
  search()
  await lost
  const { close } = giveScriptedPort(page)
  await ready
  expect(states).toEqual(['searching', 'ready'])
  expect(useSearch.getState().results.length).toBeGreaterThan(0)
  close()
})
