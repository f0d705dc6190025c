import i18next from 'i18next'
import { notify, notifyFailedCall } from './notify.ts'

/** Shows a file or a folder in the system's file manager; where it is gone, as with the disk that it was on, that is said. */
export async function reveal(path: string): Promise<void> {
  try {
    const isThere = await window.hearth.revealFile(path)
    if (!isThere) notify(i18next.t('gone.title', { path }), { description: i18next.t('gone.text'), id: `gone:${path}` })
  } catch (error) {
    notifyFailedCall(error)
  }
}
