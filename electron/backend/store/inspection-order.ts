import { z } from 'zod'

/** What the thread that inspects a database is started with. */
export const inspectionOrderSchema = z.object({
  file: z.string(),
  /** Where its backups are. */
  folder: z.string(),
  /** Make one, too. */
  backUp: z.boolean(),
  /** Milliseconds since 1970. */
  now: z.number(),
})
export type InspectionOrder = z.infer<typeof inspectionOrderSchema>

/** What the thread says at its end. It fails when it could not do what it was to do. */
export const inspectionResultSchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('whole') }),
  z.object({ result: z.literal('damaged'), detail: z.string() }),
])
export type InspectionResult = z.infer<typeof inspectionResultSchema>
