import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication } from '@playwright/test'
import { electronBinary } from '../../e2e/fixtures/launch.ts'

/** Where its main process is. */
export const emptyWindowFolder = fileURLToPath(new URL('.', import.meta.url))

/** Opens the empty window, driven in the same way as Hearth is. */
export async function launchEmptyWindow(profile: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electronBinary,
    args: [emptyWindowFolder, `--user-data-dir=${profile}`],
    chromiumSandbox: true,
  })
}
