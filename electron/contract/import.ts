import { z } from 'zod'
import { paceSchema } from './download.ts'
import { failureSchema } from './failure.ts'

/** What becomes of a file that is imported: it is used where it is, or gets into the models folder. */
export const importWaySchema = z.enum(['in-place', 'copy', 'move'])
export type ImportWay = z.infer<typeof importWaySchema>

/** Files on their way into the models folder. Sizes in bytes. */
export const modelImportSchema = z.object({
  id: z.string(),
  way: importWaySchema.exclude(['in-place']),
  /** The file that is being worked on now, by its name. */
  name: z.string(),
  fileCount: z.int(),
  /** How many are through, in whatever way. */
  filesDone: z.int(),
  sizeBytes: z.number(),
  doneBytes: z.number(),
  ...paceSchema.shape,
  state: z.enum(['running', 'done', 'cancelled']),
  /** What went wrong with single files; the others are through. */
  failures: z.array(z.object({ path: z.string(), failure: failureSchema })),
  modelIds: z.array(z.string()),
})
export type ModelImport = z.infer<typeof modelImportSchema>

/** How large files are that are to be added. Bytes. */
export const filesWeightSchema = z.object({
  /** Of each file; null: it is not there. */
  sizes: z.array(z.number().nullable()),
  /** Of all models together, with all parts of those that are split. */
  totalBytes: z.number(),
  /** Files of all models together, parts included: more than were named, where one stands for others. */
  fileCount: z.int(),
})
export type FilesWeight = z.infer<typeof filesWeightSchema>

/** Applications whose models are found on this computer. */
export const foreignApplicationSchema = z.enum(['LM Studio', 'Ollama', 'Jan', 'GPT4All', 'Hugging Face'])
export type ForeignApplication = z.infer<typeof foreignApplicationSchema>

/** A model that another application keeps on this computer. */
export const foundModelSchema = z.object({
  /** Of the (first) file. */
  path: z.string(),
  application: foreignApplicationSchema,
  /** Other applications that keep the same content. */
  alsoIn: z.array(foreignApplicationSchema),
  name: z.string(),
  sizeBytes: z.number(),
  parameters: z.number().nullable(),
  quantization: z.string().nullable(),
  architecture: z.string().nullable(),
  contextLength: z.number().nullable(),
  license: z.string().nullable(),
  /** The model that uses it in place; null: not used. */
  modelId: z.string().nullable(),
  failure: failureSchema.nullable(),
})
export type FoundModel = z.infer<typeof foundModelSchema>
