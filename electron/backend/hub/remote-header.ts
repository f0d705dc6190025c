import { FailureError } from '../../contract/failure.ts'
import type { ByteSource } from '../models/gguf-reader.ts'
import { readGgufStart, type GgufStart } from '../models/gguf-start.ts'
import type { GateResponse } from '../network/gate.ts'
import { hostOf, unreadable } from '../network/host-answer.ts'

const mebibyte = 1024 * 1024
/** How much of a file is there after the first request, and after the two that a long header may take at most. */
const steps = [mebibyte, 4 * mebibyte, 16 * mebibyte]

/** Asks for the bytes from `start` to `end` (included). Throws what the gate throws, and what a refusal means. */
export type AskRange = (start: number, end: number) => Promise<GateResponse>

/** The beginning of a file that is far away, fetched as far as it is read. */
class RemoteStart implements ByteSource {
  readonly #ask: AskRange
  readonly #fileSize: number
  #bytes = Buffer.alloc(0)
  #requests = 0
  /** Who answered last. */
  host = ''

  constructor(ask: AskRange, fileSize: number) {
    this.#ask = ask
    this.#fileSize = fileSize
  }

  async read(chunk: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }> {
    while (position >= this.#bytes.length && this.#bytes.length < this.#fileSize) await this.#grow()
    return { bytesRead: this.#bytes.copy(chunk, offset, position, position + length) }
  }

  async #grow(): Promise<void> {
    const step = steps[this.#requests++]
    if (step === undefined) throw this.#unreadable(`a header of more than ${this.#bytes.length} bytes`)
    const start = this.#bytes.length
    const end = Math.min(step, this.#fileSize)
    const response = await this.#ask(start, end - 1)
    this.host = hostOf(response.url)
    try {
      requireRange(response, start)
      this.#bytes = Buffer.concat([this.#bytes, await readBytes(response, end - start)])
    } finally {
      response.close()
    }
  }

  #unreadable(detail: string): FailureError {
    return new FailureError({ code: 'HOST_ANSWER_UNREADABLE', data: { host: this.host, detail } })
  }
}

/**
 * What the beginning of a model file at the hub tells of it. Throws HOST_ANSWER_UNREADABLE where it is no GGUF file or its header is too long,
 * MODEL_FILE_CORRUPT where its size says as much, and what `ask` throws.
 */
export async function readRemoteStart(ask: AskRange, path: string, fileSize: number): Promise<GgufStart> {
  const source = new RemoteStart(ask, fileSize)
  try {
    return await readGgufStart(source, path, fileSize)
  } catch (error) {
    // A file whose size alone says that it is none was not asked for.
    const asked = source.host !== ''
    if (!asked || !(error instanceof FailureError) || error.failure.code !== 'MODEL_FILE_CORRUPT') throw error
    const { detail } = error.failure.data
    throw new FailureError({ code: 'HOST_ANSWER_UNREADABLE', data: { host: source.host, detail } })
  }
}

/** A host that minds no ranges sends the file from its beginning, which is as good for the first request. */
function requireRange(response: GateResponse, start: number): void {
  if (response.status === 200 && start === 0) return
  const first = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1]
  if (response.status === 206 && Number(first ?? -1) === start) return
  throw unreadable(response, `not the range that was asked for (${response.status})`)
}

async function readBytes(response: GateResponse, bytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let missing = bytes
  for await (const piece of response.body) {
    pieces.push(piece.subarray(0, missing))
    missing -= piece.byteLength
    // Of a range the end is awaited, which is all that was asked for; of a whole file, or more than that, nothing more is wanted.
    if (missing < 0 || (missing === 0 && response.status === 200)) break
  }
  if (missing > 0) throw unreadable(response, `${missing} bytes less than were asked for`)
  return Buffer.concat(pieces)
}
