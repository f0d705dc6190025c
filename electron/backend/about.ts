import { availableParallelism, totalmem } from 'node:os'
import type { About } from '../contract/backend.ts'

/** This installation, as it was started and as it is now, and this computer. */
export function aboutThis(installation: Pick<About, 'version' | 'dataFolder' | 'modelsFolder' | 'builtIn'>): About {
  const { version, dataFolder, modelsFolder, builtIn } = installation
  return {
    version,
    dataFolder,
    modelsFolder,
    builtIn,
    memoryBytes: totalmem(),
    cores: availableParallelism(),
    platform: process.platform,
  }
}
