/** A place in a GGUF file's header, and what stands there. */
interface Field {
  at: number
  bytes: number
  kind: 'magic' | 'version' | 'count' | 'length' | 'text' | 'type' | 'value' | 'dimension' | 'offset'
}

/** The same numbers each time, from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const scalarBytes = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
])
const text = 8
const array = 9
/** Of a long array, this many items are places of their own. */
const shownItems = 4

/** Every place in the header of a whole file, in order. */
class Layout {
  readonly fields: Field[] = []
  readonly #file: Buffer
  #at = 0

  constructor(file: Buffer) {
    this.#file = file
    this.#field('magic', 4)
    this.#field('version', 4)
    const tensors = this.#u64('count')
    const entries = this.#u64('count')
    for (let index = 0; index < entries; index++) this.#entry()
    for (let index = 0; index < tensors; index++) this.#tensor()
  }

  #field(kind: Field['kind'], bytes: number, shown = true): number {
    const at = this.#at
    if (shown && bytes > 0) this.fields.push({ at, bytes, kind })
    this.#at += bytes
    return at
  }

  #u64(kind: Field['kind'], shown = true): number {
    return Number(this.#file.readBigUInt64LE(this.#field(kind, 8, shown)))
  }

  #u32(kind: Field['kind']): number {
    return this.#file.readUInt32LE(this.#field(kind, 4))
  }

  #text(shown = true): void {
    this.#field('text', this.#u64('length', shown), shown)
  }

  #entry(): void {
    this.#text()
    const type = this.#u32('type')
    if (type === text) return this.#text()
    if (type !== array) return void this.#field('value', scalarBytes.get(type) ?? 0)
    const items = this.#u32('type')
    const length = this.#u64('length')
    for (let index = 0; index < length; index++) {
      if (items === text) this.#text(index < shownItems)
      else this.#field('value', scalarBytes.get(items) ?? 0, index < shownItems)
    }
  }

  #tensor(): void {
    this.#text()
    const dimensions = this.#u32('count')
    for (let index = 0; index < dimensions; index++) this.#u64('dimension')
    this.#u32('type')
    this.#u64('offset')
  }
}

/** Numbers that break what is computed from them. */
const hostileNumbers = [0n, 1n, 31n, 255n, 65_536n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 40n]
const hostileLargeNumbers = [2n ** 53n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 32n]

/** Damages a whole GGUF file in every way that a header can be damaged: cut at each of its places, and lying in each of them. */
export class GgufMutations {
  readonly #file: Buffer
  readonly #fields: Field[]
  readonly #next: () => number

  constructor(file: Buffer, seed: number) {
    this.#file = file
    this.#fields = new Layout(file).fields
    this.#next = randomFrom(seed)
  }

  /** Cut off before each of its places: one file after another. */
  *truncations(): Generator<Buffer, void, void> {
    for (const { at } of this.#fields) yield this.#file.subarray(0, at)
    const { at, bytes } = this.#fields.at(-1) ?? { at: 0, bytes: 0 }
    for (const length of [at + bytes, at + bytes + 1, this.#file.length - 1]) yield this.#file.subarray(0, length)
  }

  /** One that is damaged by chance, in one to three ways. */
  mutated(): Buffer {
    let bytes: Buffer = Buffer.from(this.#file)
    for (let changes = 1 + this.#pick(3); changes > 0; changes--) bytes = this.#damage(bytes)
    return bytes
  }

  #pick(count: number): number {
    return Math.floor(this.#next() * count)
  }

  #damage(bytes: Buffer): Buffer {
    const field = this.#fields[this.#pick(this.#fields.length)]
    if (!field || field.at + field.bytes > bytes.length) return bytes
    const ways = [
      () => this.#flip(bytes, field),
      // The most: there are more lies than other damages.
      () => this.#lie(bytes, field),
      () => this.#lie(bytes, field),
      () => this.#lie(bytes, field),
      () => this.#retype(bytes),
      () => this.#copy(bytes, field),
      () => this.#repeat(bytes, field),
      () => this.#cut(bytes, field),
    ]
    return ways[this.#pick(ways.length)]?.() ?? bytes
  }

  #flip(bytes: Buffer, { at, bytes: length }: Field): Buffer {
    const place = at + this.#pick(length)
    bytes[place] = (bytes[place] ?? 0) ^ (1 << this.#pick(8))
    return bytes
  }

  /** A number that is not true; of a text, bytes that no text has. */
  #lie(bytes: Buffer, { at, bytes: length }: Field): Buffer {
    const numbers = length >= 8 ? [...hostileNumbers, ...hostileLargeNumbers] : hostileNumbers
    const number = Buffer.alloc(8)
    number.writeBigUInt64LE(numbers[this.#pick(numbers.length)] ?? 0n)
    number.copy(bytes, at, 0, Math.min(8, length))
    return bytes
  }

  /** Another type of value, also one that does not exist, and arrays in arrays. */
  #retype(bytes: Buffer): Buffer {
    const types = this.#fields.filter(({ kind, at }) => kind === 'type' && at + 4 <= bytes.length)
    const field = types[this.#pick(types.length)]
    if (field) bytes.writeUInt32LE(this.#pick(45), field.at)
    return bytes
  }

  /** What stands somewhere else: a key or a tensor's name twice, lengths of other texts. */
  #copy(bytes: Buffer, { at, bytes: length, kind }: Field): Buffer {
    const alike = this.#fields.filter((field) => field.kind === kind && field.bytes === length)
    const source = alike[this.#pick(alike.length)]
    if (source) this.#file.copy(bytes, at, source.at, source.at + length)
    return bytes
  }

  /** Some bytes twice: everything after them is elsewhere. */
  #repeat(bytes: Buffer, { at, bytes: length }: Field): Buffer {
    const end = at + Math.min(length, 64)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
  }

  #cut(bytes: Buffer, { at, bytes: length }: Field): Buffer {
    return this.#pick(2) === 0
      ? bytes.subarray(0, at + this.#pick(length))
      : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
  }
}
