import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** After so much, the memory of what was received is collected. */
const mostBytes = 16 * 1024 * 1024

/** Collects what became garbage lately: a millisecond or two. Null where the runtime does not let itself be asked. */
function collector(): (() => void) | null {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('globalThis.gc')
  return typeof gc === 'function' ? () => void Reflect.apply(gc, undefined, [{ type: 'minor' }]) : null
}

/**
 * Every 64 KiB that come from a socket are memory of their own outside of the garbage collector's heap, which hardly sees them: left alone, it lets
 * dozens of megabytes come together and then goes through everything there is, thirty times in a download of half a gigabyte.
 */
class ReceivedMemory {
  readonly #collect = collector()
  #bytes = 0

  /** So many bytes were received, and nobody needs them any more. */
  passed(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes < mostBytes) return
    this.#bytes = 0
    this.#collect?.()
  }
}

/** The one of this process. */
export const receivedMemory = new ReceivedMemory()
