import { toast } from 'sonner'
import { expect, test } from 'vitest'
import { openConnection } from '@renderer/app/backend.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { giveScriptedPort } from '@renderer/testing/node-ports.ts'
import { showConversation } from './follow-thread.ts'
import { useThread } from './thread-store.ts'

test('a conversation that cannot be opened says why in its place, and nowhere else', async () => {
  const page = openNodePage()
  openConnection()
  const { store, close } = giveScriptedPort(page)
  store.thread = () => {
    throw new Error('unreadable')
  }
  showConversation('conversation-0')
  await expect.poll(() => useThread.getState().status).toBe('failed')
  expect(useThread.getState().failure?.code).toBe('INTERNAL')
  expect(toast.getToasts()).toEqual([])
  close()
})
