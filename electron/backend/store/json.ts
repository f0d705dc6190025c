import type { z } from 'zod'

/** A JSON column as `schema` has it, or null when it is empty or what is stored there is not that. */
export function parseJson<T>(schema: z.ZodType<T>, json: string | null): T | null {
  if (json === null) return null
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}
