import { safeStorage, shell } from 'electron'
import type { ToBackend, ToMain } from '../contract/host.ts'

/** What the backend asks for that is answered. */
export type ServiceRequest = Extract<ToMain, { requestId: number }>

/** Asks the person for a file to write the connections into; null when cancelled. */
type ChooseExportFile = () => Promise<string | null>

/**
 * Whether a secret can be kept encrypted. Asked when the application is ready, not before. On Linux Electron falls back to a key that is
 * the same everywhere, which hides a secret from nobody.
 */
export function canStoreSecrets(): boolean {
  // The asynchronous calls are missing in the fallback Electron; what these make, those can read.
  // oxlint-disable-next-line typescript/no-deprecated -- see above
  const available = safeStorage.isEncryptionAvailable()
  return available && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')
}

/** Does for the backend what only main can do. Never rejects: what went wrong is the answer. */
export async function serveBackend(request: ServiceRequest, chooseExportFile: ChooseExportFile): Promise<ToBackend> {
  const { requestId } = request
  try {
    return { type: 'answer', requestId, value: await answer(request, chooseExportFile) }
  } catch (error) {
    return { type: 'refusal', requestId, detail: error instanceof Error ? error.message : String(error) }
  }
}

async function answer(request: ServiceRequest, chooseExportFile: ChooseExportFile): Promise<string> {
  switch (request.type) {
    case 'trash-file':
      await shell.trashItem(request.path)
      return ''
    case 'seal-secret':
      requireSecrets()
      // oxlint-disable-next-line typescript/no-deprecated -- as in canStoreSecrets
      return safeStorage.encryptString(request.text).toString('base64')
    case 'open-secret':
      requireSecrets()
      // oxlint-disable-next-line typescript/no-deprecated -- as in canStoreSecrets
      return safeStorage.decryptString(Buffer.from(request.sealed, 'base64'))
    case 'choose-export-file':
      return (await chooseExportFile()) ?? ''
  }
}

function requireSecrets(): void {
  if (!canStoreSecrets()) throw new Error('this system keeps no secrets')
}
