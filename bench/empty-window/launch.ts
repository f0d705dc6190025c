import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronBinary } from '../../e2e/fixtures/launch.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Opens the empty window, driven in the same way as Hearth is. */
export async function launchEmptyWindow(profile: string): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await _electron.launch({
    executablePath: electronBinary,
    args: [folder, `--user-data-dir=${profile}`],
    chromiumSandbox: true,
  })
  return { app, page: await app.firstWindow() }
}
