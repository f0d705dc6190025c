import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { partsOf } from '../../child/model-parts.ts'
import { FailureError, failureOf, failureSchema, type Failure } from '../../contract/failure.ts'
import { splitName } from '../../contract/split-name.ts'
import { codeOf, hasCode } from '../disk.ts'
import type { CachedHeader } from '../store/models.ts'
import { parseJson } from '../store/json.ts'
import { hashOfText } from '../text-hash.ts'
import { ggufSummarySchema, readGguf, type GgufSummary } from './gguf.ts'
import { corrupt } from './gguf-reader.ts'

const headerSchema = z.object({ summary: ggufSummarySchema.nullable(), failure: failureSchema.nullable() })

/** What one look at a file found: its summary, or why there is none. */
export type FileHeader = z.infer<typeof headerSchema>

/** A model on the disk: one file, or all the files that it is split into. */
export interface ModelFile {
  path: string
  sizeBytes: number
  summary: GgufSummary | null
  failure: Failure | null
}

/** The headers that were read before; a file that has not changed since is not read again. */
export interface HeaderCache {
  get(path: string): CachedHeader | undefined
  set(header: CachedHeader): void
}

/** The same for the same path, on every start. */
export function modelIdOf(path: string): string {
  return `file-${hashOfText(path).slice(0, 32)}`
}

/** A name to show for a file without one of its own. */
export function nameFromPath(path: string): string {
  const name = basename(path).replace(/\.gguf$/i, '')
  return splitName.exec(basename(path))?.[1] ?? name
}

/** What was parsed already: a folder with hundreds of models is looked at again and again. */
const parsedHeaders = new WeakMap<CachedHeader, FileHeader | null>()

/** What a cached row says, if it can be read. */
function parseHeader(cached: CachedHeader): FileHeader | null {
  const known = parsedHeaders.get(cached)
  if (known !== undefined) return known
  const header = parseJson(headerSchema, cached.header)
  parsedHeaders.set(cached, header)
  return header
}

/** Looks at a model's file, or at all its parts. Never throws: what is wrong with it is part of the answer. */
export async function inspectModelFile(path: string, cache: HeaderCache): Promise<ModelFile> {
  const looks: PartLook[] = []
  for (const part of partsOf(path)) looks.push(await inspectPart(part, cache))
  return joinedParts(path, looks)
}

/** A model as its file, or all its parts, were when they were last looked at; the disk is not touched. */
export function rememberedModelFile(path: string, cache: HeaderCache): ModelFile {
  const looks = partsOf(path).map((part) => rememberedPart(part, cache))
  return joinedParts(path, looks)
}

function joinedParts(path: string, looks: readonly PartLook[]): ModelFile {
  const file: ModelFile = { path, sizeBytes: 0, summary: null, failure: null }
  const parts = partsOf(path)
  const missing: number[] = []
  for (const [index, { sizeBytes, summary, failure }] of looks.entries()) {
    file.sizeBytes += sizeBytes
    if (failure?.code === 'MODEL_FILE_MISSING') missing.push(index + 1)
    else file.failure ??= failure
    if (parts[index] === path && summary && summary.splitIndex > 0) file.failure ??= laterPart(path)
    if (file.summary && summary) file.summary = joined(file.summary, summary)
    else file.summary ??= summary
  }
  if (missing.length > 0) file.failure ??= notThere(path, missing, parts.length)
  return file
}

/** Which disk a folder is on, or, if it is not there, the nearest one above it that is. */
export async function deviceOf(folder: string): Promise<string> {
  const stats = await stat(folder).catch(() => null)
  const parent = dirname(folder)
  return stats || parent === folder ? String(stats?.dev ?? '') : deviceOf(parent)
}

function notThere(path: string, missing: number[], total: number): Failure {
  if (missing.length === total) return { code: 'MODEL_FILE_MISSING', data: { path } }
  return { code: 'MODEL_PARTS_MISSING', data: { path, missing, total } }
}

function laterPart(path: string): Failure {
  return corrupt(path, 'metadata', 'it is a later part of a split model, and not named like one').failure
}

function joined(first: GgufSummary, next: GgufSummary): GgufSummary {
  return {
    ...first,
    parameters: first.parameters + next.parameters,
    weightsBytes: first.weightsBytes + next.weightsBytes,
    seldomRead: {
      ...first.seldomRead,
      embeddingBytes: first.seldomRead.embeddingBytes + next.seldomRead.embeddingBytes,
      hasOutput: first.seldomRead.hasOutput || next.seldomRead.hasOutput,
      expertBytes: first.seldomRead.expertBytes + next.seldomRead.expertBytes,
    },
  }
}

/** What one look at one file of a model found. */
type PartLook = FileHeader & { sizeBytes: number }

function rememberedPart(path: string, cache: HeaderCache): PartLook {
  const cached = cache.get(path)
  if (!cached) return { summary: null, failure: { code: 'MODEL_FILE_MISSING', data: { path } }, sizeBytes: 0 }
  return { ...(parseHeader(cached) ?? { summary: null, failure: null }), sizeBytes: cached.size }
}

async function inspectPart(path: string, cache: HeaderCache): Promise<PartLook> {
  try {
    const { size, mtimeMs, dev } = await stat(path)
    const device = String(dev)
    const cached = cache.get(path)
    const known = cached?.size === size && cached.modifiedMs === mtimeMs ? parseHeader(cached) : null
    if (known) {
      // The same disk may have another number after every start of the computer.
      if (cached && cached.device !== device) cache.set({ ...cached, device })
      return { ...known, sizeBytes: size }
    }
    const header = await readHeader(path)
    cache.set({ path, size, modifiedMs: mtimeMs, device, header: JSON.stringify(header) })
    return { ...header, sizeBytes: size }
  } catch (error) {
    return { summary: null, failure: statFailure(path, error), sizeBytes: 0 }
  }
}

async function readHeader(path: string): Promise<FileHeader> {
  try {
    const summary = await readGguf(path)
    return { summary, failure: notForChat(path, summary) }
  } catch (error) {
    const failure = failureOf(error)
    // What may be different the next time, although the file is the same, is not remembered.
    if (failure.code !== 'MODEL_FILE_CORRUPT' || failure.data.reason === 'unreadable') throw error
    return { summary: null, failure }
  }
}

/** A file that is sound, and nothing to chat with, is never picked. */
function notForChat(path: string, { otherKind }: GgufSummary): Failure | null {
  return otherKind && { code: 'MODEL_NOT_FOR_CHAT', data: { path, kind: otherKind } }
}

function statFailure(path: string, error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return { code: 'MODEL_FILE_MISSING', data: { path } }
  return corrupt(path, 'unreadable', codeOf(error) || String(error)).failure
}
