import { expect, test } from 'vitest'
import type { MainLink } from '../child/main-link.ts'
import { mainServices } from './main-services.ts'

test('each question gets its own answer, and what main could not do is said', async () => {
  const sent: unknown[] = []
  let tell: (message: unknown) => void = () => undefined
  const link: MainLink = {
    send: (message) => sent.push(message),
    onMessage: (listener) => (tell = listener),
    onPort: () => undefined,
    onClose: () => undefined,
  }
  const services = mainServices(link)
  const answers = Promise.allSettled([
    services.seal('secret'),
    services.open('sealed'),
    services.trash('/a.gguf'),
    services.chooseExportFile(),
    services.chooseExportFile(),
  ])
  expect(sent).toEqual([
    { type: 'seal-secret', requestId: 1, text: 'secret' },
    { type: 'open-secret', requestId: 2, sealed: 'sealed' },
    { type: 'trash-file', requestId: 3, path: '/a.gguf' },
    { type: 'choose-export-file', requestId: 4 },
    { type: 'choose-export-file', requestId: 5 },
  ])
  tell({ type: 'nonsense' })
  tell({ type: 'answer', requestId: 6, value: 'nobody asked' })
  tell({ type: 'answer', requestId: 3, value: '' })
  tell({ type: 'refusal', requestId: 2, detail: 'the key ring is locked' })
  tell({ type: 'answer', requestId: 1, value: 'sealed' })
  tell({ type: 'answer', requestId: 5, value: '' })
  tell({ type: 'answer', requestId: 4, value: '/a.csv' })
  // Too late, and once too often.
  tell({ type: 'answer', requestId: 2, value: 'secret' })
  expect(await answers).toEqual([
    { status: 'fulfilled', value: 'sealed' },
    { status: 'rejected', reason: new Error('the key ring is locked') },
    { status: 'fulfilled', value: undefined },
    { status: 'fulfilled', value: '/a.csv' },
    { status: 'fulfilled', value: null },
  ])
})
