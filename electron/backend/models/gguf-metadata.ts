import type { HeaderReader } from './gguf-reader.ts'

/** A value of the header that is worth keeping. Long arrays are represented by their length alone. */
type MetadataValue = number | boolean | string | number[] | string[] | { length: number }
export type Metadata = ReadonlyMap<string, MetadataValue>

const maxEntries = 16_384
const maxArrayLength = 16_777_216
const maxNesting = 4
const keptNumbers = 4096
const keptStrings = 64

const stringType = 8
const arrayType = 9

const scalars: ReadonlyMap<number, { bytes: number; read: (chunk: Buffer, at: number) => number }> = new Map([
  [0, { bytes: 1, read: (chunk, at) => chunk.readUInt8(at) }],
  [1, { bytes: 1, read: (chunk, at) => chunk.readInt8(at) }],
  [2, { bytes: 2, read: (chunk, at) => chunk.readUInt16LE(at) }],
  [3, { bytes: 2, read: (chunk, at) => chunk.readInt16LE(at) }],
  [4, { bytes: 4, read: (chunk, at) => chunk.readUInt32LE(at) }],
  [5, { bytes: 4, read: (chunk, at) => chunk.readInt32LE(at) }],
  [6, { bytes: 4, read: (chunk, at) => chunk.readFloatLE(at) }],
  [7, { bytes: 1, read: (chunk, at) => chunk.readUInt8(at) }],
  [10, { bytes: 8, read: (chunk, at) => Number(chunk.readBigUInt64LE(at)) }],
  [11, { bytes: 8, read: (chunk, at) => Number(chunk.readBigInt64LE(at)) }],
  [12, { bytes: 8, read: (chunk, at) => chunk.readDoubleLE(at) }],
])
const boolType = 7

/** Reads the header's key/value pairs. Throws MODEL_FILE_CORRUPT. */
export async function readMetadata(reader: HeaderReader, count: number): Promise<Metadata> {
  for await (const metadata of metadataAsItComes(reader, count)) if (metadata.isWhole) return metadata.entries
  return new Map()
}

/**
 * As `readMetadata`, telling what there is before the vocabulary is read through, which is most of a header, and at the end. The
 * vocabulary's length is known by then.
 */
export async function* metadataAsItComes(
  reader: HeaderReader,
  count: number,
): AsyncGenerator<{ entries: Metadata; isWhole: boolean }, void, void> {
  if (count > maxEntries) reader.fail('limits', `${count} entries in the header`)
  const entries = new Map<string, MetadataValue>()
  for (let index = 0; index < count; index++) {
    const key = await reader.string()
    // llama.cpp ends the whole process for it.
    if (key === '' || key.startsWith('\0')) reader.fail('metadata', 'an entry without a name')
    if (entries.has(key)) reader.fail('metadata', `${key.slice(0, 100)} twice`)
    const type = await reader.u32()
    if (key === 'tokenizer.ggml.tokens' && type === arrayType) {
      const array = await readArrayStart(reader)
      yield { entries: new Map(entries).set(key, { length: array.length }), isWhole: false }
      entries.set(key, await readItems(reader, array, 1))
    } else {
      entries.set(key, await readValue(reader, type))
    }
  }
  yield { entries, isWhole: true }
}

async function readValue(reader: HeaderReader, type: number): Promise<MetadataValue> {
  if (type === stringType) return reader.string()
  if (type === arrayType) return readArray(reader, 1)
  const scalar = scalars.get(type) ?? reader.fail('metadata', `a value of unknown type ${type}`)
  const value = await reader.scalar(scalar.bytes, scalar.read)
  return type === boolType ? value !== 0 : value
}

async function readArray(reader: HeaderReader, depth: number): Promise<MetadataValue> {
  if (depth > maxNesting) reader.fail('limits', `arrays nested ${depth} deep`)
  return readItems(reader, await readArrayStart(reader), depth)
}

interface ArrayStart {
  type: number
  length: number
}

async function readArrayStart(reader: HeaderReader): Promise<ArrayStart> {
  const type = await reader.u32()
  const length = await reader.u64()
  if (length > maxArrayLength) reader.fail('limits', `an array of ${length}`)
  return { type, length }
}

async function readItems(reader: HeaderReader, { type, length }: ArrayStart, depth: number): Promise<MetadataValue> {
  if (type === arrayType) return skipArrays(reader, length, depth)
  if (type === stringType) return readStrings(reader, length)
  const scalar = scalars.get(type) ?? reader.fail('metadata', `an array of unknown type ${type}`)
  if (length > keptNumbers) {
    reader.skip(length * scalar.bytes)
    return { length }
  }
  const numbers: number[] = []
  for (let index = 0; index < length; index++) numbers.push(await reader.scalar(scalar.bytes, scalar.read))
  return numbers
}

async function readStrings(reader: HeaderReader, length: number): Promise<MetadataValue> {
  if (length > keptStrings) {
    await reader.skipStrings(length)
    return { length }
  }
  const strings: string[] = []
  for (let index = 0; index < length; index++) strings.push(await reader.string())
  return strings
}

async function skipArrays(reader: HeaderReader, length: number, depth: number): Promise<MetadataValue> {
  for (let index = 0; index < length; index++) await readArray(reader, depth + 1)
  return { length }
}
