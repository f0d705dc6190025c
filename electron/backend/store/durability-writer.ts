import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../../child/serve.ts'
import { backendClient } from '../../contract/client.ts'
import { virtualChannel } from '../../contract/ipc-port.ts'
import { startApplication } from '../application.ts'

// A whole backend on the folder it is given that is sent message after message, and says the id and the length of each one that was
// acknowledged, until it is killed.
const dataFolder = process.argv[2] ?? ''
const [ours, theirs] = virtualChannel()
const refuse = (): Promise<never> => Promise.reject(new Error('there is no main'))
const { router } = await startApplication({
  dataFolder,
  builtInModelFolder: dataFolder,
  curatedListFile: join(dataFolder, 'curated.json'),
  canStoreSecrets: false,
  homeFolder: dataFolder,
  version: '0.0.0',
  starter: { start: () => Promise.reject(new Error('there is no engine')) },
  main: { trash: refuse, seal: refuse, open: refuse, chooseExportFile: refuse },
})
serve(router, theirs, () => undefined)
const client = backendClient(ours)
ours.start()
for (let number = 1; ; number++) {
  const length = (number * 7919) % 2000
  const text = 'x'.repeat(length + 1)
  const { messages } = await client.chat.send({ conversationId: null, parentId: null, text, settings: {} })
  writeSync(1, `${messages[0]?.id} ${text.length}\n`)
}
