import { FailureError } from '../../contract/failure.ts'
import type { GateResponse } from '../network/gate.ts'
import { unreadable } from '../network/host-answer.ts'
import type { Range } from './ranges.ts'

/** What is known of a file before a host is asked for a piece of it. */
export interface Expected {
  /** As the hub names it. */
  path: string
  sizeBytes: number
  /** As the first answer had it; null: not known. */
  etag: string | null
}

/** A host's answer to a request for a range, found to be one. */
export interface Piece {
  /** What the body holds: the range that was asked for, or the whole file. */
  range: Range
  whole: boolean
  etag: string | null
}

/** A strong ETag may be sent with `If-Range` (RFC 9110, 13.1.5); a weak one says nothing about bytes. */
export function strongEtag(value: string | undefined): string | null {
  return value !== undefined && /^"[^"]*"$/.test(value) ? value : null
}

/** The headers of a request for a range. */
export function rangeHeaders([from, to]: Range, etag: string | null): Record<string, string> {
  const headers: Record<string, string> = { range: `bytes=${from}-${to - 1}`, 'accept-encoding': 'identity' }
  if (etag !== null) headers['if-range'] = etag
  return headers
}

/**
 * Compares an answer of status 200, 206 or 416 with what was asked for. Throws FILE_CHANGED when it is about another file, and
 * HOST_ANSWER_UNREADABLE when it makes no sense.
 */
export function pieceOf(answer: GateResponse, asked: Range, expected: Expected): Piece {
  const { status, headers } = answer
  const etag = strongEtag(headers['etag'])
  if (status === 416) throw changed(expected)
  if (/^text\/html\b/i.test(headers['content-type'] ?? '')) throw unreadable(answer, 'a page instead of the file')
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw unreadable(answer, 'an encoded body')
  if (expected.etag !== null && etag !== null && etag !== expected.etag) throw changed(expected)
  const range = status === 206 ? partOf(answer, asked, expected) : ([0, expected.sizeBytes] as const)
  const length = headers['content-length']
  if (length !== undefined && Number(length) !== range[1] - range[0]) {
    if (status === 200) throw changed(expected)
    throw unreadable(answer, `${length} bytes for ${range[1] - range[0]}`)
  }
  return { range, whole: status === 200, etag }
}

/** RFC 9110, 14.4. A host may send less than it was asked for; what it sends has to begin where it was asked for. */
function partOf(answer: GateResponse, [from, to]: Range, expected: Expected): Range {
  const value = answer.headers['content-range'] ?? ''
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value) ?? []
  if (first === undefined || last === undefined) throw unreadable(answer, `Content-Range: ${value}`)
  if (total !== '*' && Number(total) !== expected.sizeBytes) throw changed(expected)
  const end = Number(last) + 1
  if (Number(first) !== from || end > to || end <= from) throw unreadable(answer, `Content-Range: ${value}`)
  return [from, end]
}

function changed({ path }: Expected): FailureError {
  return new FailureError({ code: 'FILE_CHANGED', data: { file: path } })
}
