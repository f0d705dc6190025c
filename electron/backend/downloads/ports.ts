import type { Hub as WholeHub } from '../hub/hub.ts'
import type { NetworkGate } from '../network/gate.ts'

/** The network gate, as far as downloads need it. */
export type Gate = Pick<NetworkGate, 'request'>

/** The hub, as far as downloads need it. */
export type Hub = Pick<WholeHub, 'choice' | 'fileUrl' | 'refusal'>

/** Where a model comes from, and what its publisher says of it. */
export interface ModelOrigin {
  repository: string
  file: string
  chatTemplate: string | null
}

/** Where a model goes when all of its files are in place. */
export interface Installer {
  /** Remembers where the model came from whose first file is going to be at `path`, before anybody can see it. */
  arrives(path: string, origin: ModelOrigin): void
  /** Has the library know it. Answers its id. */
  arrived(path: string): Promise<string>
}

/** How patient, how greedy and how careful downloads are. */
export interface DownloadLimits {
  /** Without a byte for this long, a connection counts as stalled (ms). */
  stallMs: number
  /** To one host at a time, for one file. */
  connections: number
  /** A connection asks for at least this much, so that small files take one. */
  smallestSpanBytes: number
  largestSpanBytes: number
  /** Bytes that are collected for one write. */
  writeBytes: number
  /** Bytes that are written, or the time since, until they are made safe on the disk. */
  syncBytes: number
  syncMs: number
  /** No more than this is ever written and not safe yet. */
  unsafeBytes: number
  /** Room that stays free on the disk whatever is downloaded. */
  floorBytes: number
  /** How often the free room is looked at (ms). */
  checkMs: number
  /** Changes are told at most this often (ms). */
  announceMs: number
  /** The first pause before trying again, which doubles up to the longest (ms). */
  firstRetryMs: number
  longestRetryMs: number
}

const mebibyte = 1024 * 1024

/**
 * A process that is killed has fetched for nothing at most `unsafeBytes`, a `writeBytes` for each connection, what the gate has waiting of each (a quarter
 * of a mebibyte), and what the system holds of each (4 MiB and more where the network is faster than the disk): three connections stay below 16 MiB. Spans are short enough that what is hashed behind
 * them is still in the system's cache, and long enough that the ledger stays readable.
 */
export const defaultLimits: DownloadLimits = {
  stallMs: 15_000,
  connections: 3,
  smallestSpanBytes: 16 * mebibyte,
  largestSpanBytes: 256 * mebibyte,
  writeBytes: mebibyte,
  syncBytes: 4 * mebibyte,
  syncMs: 1000,
  unsafeBytes: 8 * mebibyte,
  floorBytes: 1024 * mebibyte,
  checkMs: 3000,
  announceMs: 250,
  firstRetryMs: 2000,
  longestRetryMs: 5 * 60_000,
}
