import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { samplingOverridesSchema } from '../../contract/sampling.ts'

const builtInSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  /** A name in the same folder, not a path. */
  file: z.string().refine((file) => file === basename(file) && file.endsWith('.gguf')),
  license: z.string(),
  /** Who trained it. */
  publisher: z.string().nullable().default(null),
  /** Where the file comes from, as its hub names the repository. */
  source: z.string().nullable().default(null),
  languages: z.array(z.string()),
  systemPrompt: z.string().nullable(),
  sampling: samplingOverridesSchema,
})

/** The model inside the application: what its data file says, and where it is. */
export type BuiltInModel = z.infer<typeof builtInSchema> & { path: string }

/** Reads `built-in.json`; null where an application was built without one, or with one that cannot be read. */
export async function readBuiltInModel(folder: string): Promise<BuiltInModel | null> {
  const json = await readFile(join(folder, 'built-in.json'), 'utf8').catch(() => null)
  if (json === null) return null
  try {
    const builtIn = builtInSchema.parse(JSON.parse(json))
    return { ...builtIn, path: join(folder, builtIn.file) }
  } catch {
    return null
  }
}
