import { nodeHost } from '../host/node-host.ts'
import type { ProcessHost } from '../host/process-host.ts'
import { plainNode } from './paths.ts'
import { utilityHost } from './utility-host.ts'

/** The Node-API version that better-sqlite3 is built against; on an older one it crashes instead of failing. */
const neededNodeApi = 10

/** Utility processes where Electron's own Node is new enough for the native modules, a plain Node otherwise. */
export function chooseHost(): ProcessHost {
  if (Number(process.versions['napi'] ?? 0) >= neededNodeApi) return utilityHost
  const node = plainNode()
  if (node === null) {
    throw new Error(
      `This Electron (${process.versions.electron}) is older than Hearth's database needs, and no newer Node was found beside it.`,
    )
  }
  return nodeHost(node)
}
