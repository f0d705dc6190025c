import { expect, test } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { givePortToLose, giveScriptedPort } from '@renderer/testing/node-ports.ts'
import { backend, ConnectionLost, openConnection, useConnection } from './backend.ts'

test('what is under way when the port closes ends as a lost connection, and no failure of its own', async () => {
  const page = openNodePage()
  openConnection()
  void givePortToLose(page)
  const call = backend.conversations.list().catch((error: unknown) => error)
  expect(await call).toBeInstanceOf(ConnectionLost)
  expect(useConnection.getState().status).toBe('restarting')
})

test('a backend whose port has come is being started until it answers for the first time', async () => {
  const page = openNodePage()
  openConnection()
  void givePortToLose(page)
  await backend.conversations.list().catch(() => undefined)
  const { close } = giveScriptedPort(page)
  expect(useConnection.getState().status).toBe('restarting')
  await backend.conversations.list()
  expect(useConnection.getState().status).toBe('connected')
  close()
})
