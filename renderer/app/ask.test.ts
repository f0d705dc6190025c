import { beforeEach, expect, test } from 'vitest'
import { openNodePage, type NodePage } from '@renderer/testing/node-page.ts'
import { givePortToLose, giveScriptedPort } from '@renderer/testing/node-ports.ts'
import { ask } from './ask.ts'
import { backend, openConnection } from './backend.ts'

let page: NodePage
let calls: number

async function version(signal: AbortSignal): Promise<string> {
  calls += 1
  return (await backend.about(undefined, { signal })).version
}

beforeEach(() => {
  page = openNodePage()
  calls = 0
  openConnection()
})

test('what a lost connection left open is asked again at the next one', async () => {
  const lost = givePortToLose(page)
  const answer = new Promise((resolve, reject) => {
    ask(version, resolve, reject)
  })
  await lost
  const { close } = giveScriptedPort(page)
  expect(await answer).toBe('0.1.0')
  expect(calls).toBe(2)
  close()
})

test('what was given up meanwhile is not', async () => {
  const lost = givePortToLose(page)
  const heard: unknown[] = []
  const hear = (what: unknown): number => heard.push(what)
  const giveUp = ask(version, hear, hear)
  await lost
  giveUp()
  const { close } = giveScriptedPort(page)
  await backend.conversations.list()
  expect({ calls, heard }).toEqual({ calls: 1, heard: [] })
  close()
})
