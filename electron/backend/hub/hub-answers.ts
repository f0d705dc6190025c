import { z } from 'zod'
import { repositoryIdSchema, type HubRepositorySummary } from '../../contract/hub.ts'
import type { GateResponse } from '../network/gate.ts'
import { unreadable } from '../network/host-answer.ts'
import { otherKindOnHub } from './other-kind.ts'

/** Something that is left out where the hub's answer has it otherwise: most of what it tells is not needed. */
function optional<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null)
}

const count = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER)
const text = z.string().max(200)

const aboutSchema = z.object({
  id: repositoryIdSchema,
  downloads: optional(count),
  likes: optional(count),
  lastModified: optional(z.string().max(50)),
  /** false, or how the licence is accepted: by a click (`auto`), or by the owner's hand (`manual`). */
  gated: z.union([z.boolean(), z.string()]).catch(false),
  cardData: optional(z.object({ license: optional(z.union([text, z.array(text)])), license_name: optional(text) })),
  pipeline_tag: optional(text),
  tags: optional(z.array(z.string()).max(1000)),
  /** What the hub has read of its first GGUF file. */
  gguf: optional(
    z.object({
      total: optional(count),
      architecture: optional(text),
      chat_template: optional(z.string().max(1_000_000)),
    }),
  ),
})

/** `GET /api/models`: entries that are none are left out. */
export const listSchema = z
  .array(z.unknown())
  .transform((items) => items.flatMap((item) => aboutSchema.safeParse(item).data ?? []))

/** `GET /api/models/{id}?blobs=true`. */
export const infoSchema = aboutSchema.extend({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z
    .array(
      z.object({
        rfilename: z.string(),
        size: optional(count),
        lfs: optional(z.object({ sha256: optional(z.string().regex(/^[0-9a-f]{64}$/)), size: optional(count) })),
      }),
    )
    .max(100_000),
})
export type HubInfo = z.infer<typeof infoSchema>

/** What the list and the page of a repository tell alike. */
export function summaryOf(about: z.infer<typeof aboutSchema>): HubRepositorySummary {
  const { id, downloads, likes, lastModified, gated, cardData, gguf, pipeline_tag: pipeline, tags } = about
  const architecture = gguf?.architecture || null
  const updatedAt = Date.parse(lastModified ?? '')
  return {
    id,
    downloads: Math.floor(downloads ?? 0),
    likes: Math.floor(likes ?? 0),
    updatedAt: Number.isNaN(updatedAt) ? null : updatedAt,
    gated: gated !== false,
    license: licenseOf(cardData),
    parameters: gguf?.total || null,
    architecture,
    otherKind: otherKindOnHub({ id, pipeline, tags: tags ?? [], architecture }),
  }
}

/** `other` says nothing; then its name does. */
function licenseOf(card: z.infer<typeof aboutSchema>['cardData']): string | null {
  const license = [card?.license ?? []].flat().join(', ')
  return (license === 'other' && card?.license_name) || license || null
}

/** The body's beginning as text: of a longer one, the rest is not read. Throws what reading it throws. */
export async function readTextStart(response: GateResponse, mostBytes: number): Promise<string> {
  const { bytes } = await readStart(response, mostBytes)
  return bytes.toString('utf8')
}

async function readStart(response: GateResponse, mostBytes: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const pieces: Uint8Array[] = []
  let left = mostBytes
  for await (const piece of response.body) {
    pieces.push(piece.subarray(0, left))
    left -= piece.byteLength
    if (left < 0) return { bytes: Buffer.concat(pieces), isWhole: false }
  }
  return { bytes: Buffer.concat(pieces), isWhole: true }
}

/** The body as JSON that `schema` has. Throws HOST_ANSWER_UNREADABLE, and what reading it throws. */
export async function readJson<T>(response: GateResponse, schema: z.ZodType<T>, mostBytes: number): Promise<T> {
  const { bytes, isWhole } = await readStart(response, mostBytes)
  if (!isWhole) throw unreadable(response, `more than ${mostBytes} bytes`)
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw unreadable(response, 'not JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw unreadable(response, z.prettifyError(parsed.error).slice(0, 500))
}
