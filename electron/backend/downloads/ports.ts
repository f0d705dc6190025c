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
 * A process that is killed has fetched for nothing at most what is written and not safe (`unsafeBytes`, which each connection may exceed by a
 * `writeBytes`) and, of each connection, what the gate has waiting (three eighths of a mebibyte) and what the system has received (3 MiB, half of
 * Linux's usual `tcp_rmem`, where the network is faster than the disk): 4 + 3 × (1/2 + 3/8 + 3) = 15 5/8, less than 16 MiB. `kill.test.ts` finds
 * three or four as a rule, and ten where the disk is slow. Spans are short enough that what is hashed behind them is still in the system's
 * cache, and long enough that the ledger stays readable.
 */
export const defaultLimits: DownloadLimits = {
  stallMs: 15_000,
  connections: 3,
  smallestSpanBytes: 16 * mebibyte,
  largestSpanBytes: 256 * mebibyte,
  writeBytes: mebibyte / 2,
  syncBytes: 2 * mebibyte,
  syncMs: 1000,
  unsafeBytes: 4 * mebibyte,
  floorBytes: 1024 * mebibyte,
  checkMs: 3000,
  announceMs: 250,
  firstRetryMs: 2000,
  longestRetryMs: 5 * 60_000,
}
