import { expect, test } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { backend, ConnectionLost, openConnection, useConnection } from './backend.ts'

test('what is under way when the port closes ends as a lost connection, and no failure of its own', async () => {
  const page = openNodePage()
  openConnection()
  const { port1, port2 } = new MessageChannel()
  const asked = new Promise((resolve) => port2.addEventListener('message', resolve, { once: true }))
  port2.start()
  page.givePort(port1)
  const call = backend.conversations.list().catch((error: unknown) => error)
  await asked
  port2.close()
  expect(await call).toBeInstanceOf(ConnectionLost)
  expect(useConnection.getState().status).toBe('restarting')
})
