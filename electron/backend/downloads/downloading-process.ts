import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../../child/serve.ts'
import { backendClient } from '../../contract/client.ts'
import { virtualChannel } from '../../contract/ipc-port.ts'
import { startApplication } from '../application.ts'

// A whole backend on the folder it is given. It downloads a file from the hub at the address it is given, or goes on with that, and says how many
// bytes are safe, until it is done or killed.
const [dataFolder = '', hubAddress = '', repository = '', file = ''] = process.argv.slice(2)
const nobody = (): Promise<never> => Promise.reject(new Error('there is nobody'))
// As the connection to main does: whatever else is waited for, the process stays.
setInterval(() => undefined, 60_000)
const application = await startApplication({
  dataFolder,
  builtInModelFolder: dataFolder,
  curatedListFile: join(dataFolder, 'none.json'),
  homeFolder: dataFolder,
  canStoreSecrets: false,
  version: '0.0.0',
  starter: { start: nobody },
  main: { trash: nobody, seal: nobody, open: nobody, chooseExportFile: nobody },
})
const [ours, theirs] = virtualChannel()
serve(application.router, theirs, () => undefined)
const client = backendClient(ours)
ours.start()
await client.settings.update({ hubAddress })
const events = await client.events()
await client.downloads.start({ repository, file })
for await (const event of events) {
  const [download] = event.type === 'downloads-changed' ? event.downloads : []
  if (!download) continue
  writeSync(1, `${download.state} ${download.receivedBytes} ${JSON.stringify(download.failure)}\n`)
  if (download.state === 'done' || download.state === 'failed') break
}
await application.close()
process.exit(0)
