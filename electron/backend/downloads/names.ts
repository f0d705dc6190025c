import { join } from 'node:path'
import { FailureError } from '../../contract/failure.ts'
import { repositoryIdSchema, repositoryPathSchema } from '../../contract/hub.ts'

/** Names that Windows keeps for devices, whatever their extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i
/** File systems take 255 bytes; `.part.lock` comes on top. */
const maximumBytes = 240

function unsafe(name: string): FailureError {
  return new FailureError({ code: 'NAME_UNSAFE', data: { name } })
}

/** True for what can be the name of a file or folder on every system, and cannot be hidden or mistaken for another one. */
function isSafe(name: string): boolean {
  return (
    Buffer.byteLength(name) <= maximumBytes &&
    !/^[.~]|[. ]$|[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/u.test(name) &&
    !deviceName.test(name) &&
    name.trim() === name &&
    name !== ''
  )
}

/** Where a file of a repository lies below the models folder: a folder for the repository, in it at most one more, and the file. */
export interface Place {
  folders: string[]
  name: string
}

/**
 * A repository's folder is `<owner>__<name>`; folders inside the repository become one, because the library does not look deeper than it
 * must. Throws NAME_UNSAFE for whatever would lead out of there or is no model's name.
 */
export function placeOf(repository: string, path: string): Place {
  if (!repositoryIdSchema.safeParse(repository).success) throw unsafe(repository)
  if (!repositoryPathSchema.safeParse(path).success) throw unsafe(path)
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  const inner = parts.length > 0 ? [parts.join('__')] : []
  const folders = [repository.replace('/', '__'), ...inner]
  const wrong = [...folders, ...parts, name].find((part) => !isSafe(part))
  if (wrong !== undefined) throw unsafe(wrong)
  if (!/\.gguf$/i.test(name)) throw unsafe(name)
  return { folders, name }
}

/** The same place on every file system that does not tell upper from lower case, or one way of writing ä from the other. */
export function placeKey({ folders, name }: Place): string {
  return [...folders, name].join('/').normalize('NFC').toLowerCase()
}

/** The path of a place below a models folder. */
export function pathOf(modelsFolder: string, { folders, name }: Place): string {
  return join(modelsFolder, ...folders, name)
}
