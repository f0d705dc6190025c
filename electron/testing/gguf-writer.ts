import { open } from 'node:fs/promises'

/** A value of a GGUF's metadata, with the type it is stored as. */
export type GgufValue =
  | { type: 'u32' | 'i32' | 'f32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; values: readonly string[] }
  | { type: 'f32s' | 'i32s'; values: readonly number[] }

/** A tensor, its fastest dimension first. `data` holds the little-endian values; absent: all zero. */
export interface GgufTensor {
  name: string
  dimensions: readonly number[]
  type: 'f32' | 'f16' | 'q8_0'
  data?: Uint8Array
}

const valueTypes = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const
const tensorTypes = {
  f32: { id: 0, elements: 1, bytes: 4 },
  f16: { id: 1, elements: 1, bytes: 2 },
  q8_0: { id: 8, elements: 32, bytes: 34 },
} as const
const alignment = 32

/** Collects little-endian values. */
class Bytes {
  readonly #pieces: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    this.#length += piece.byteLength
  }

  number(type: 'u32' | 'i32' | 'f32', value: number): void {
    const piece = Buffer.alloc(4)
    if (type === 'f32') piece.writeFloatLE(value)
    else if (type === 'i32') piece.writeInt32LE(value)
    else piece.writeUInt32LE(value)
    this.add(piece)
  }

  u64(value: number): void {
    const piece = Buffer.alloc(8)
    piece.writeBigUInt64LE(BigInt(value))
    this.add(piece)
  }

  string(value: string): void {
    const utf8 = Buffer.from(value)
    this.u64(utf8.length)
    this.add(utf8)
  }

  align(): void {
    this.add(Buffer.alloc(paddingAfter(this.#length)))
  }

  joined(): Buffer {
    return Buffer.concat(this.#pieces)
  }
}

function paddingAfter(length: number): number {
  return (alignment - (length % alignment)) % alignment
}

function sizeOf({ dimensions, type }: GgufTensor): number {
  const { elements, bytes } = tensorTypes[type]
  return (dimensions.reduce((product, dimension) => product * dimension, 1) / elements) * bytes
}

type Metadata = readonly (readonly [key: string, value: GgufValue])[]

function headerOf(metadata: Metadata, tensors: readonly GgufTensor[]): Bytes {
  const file = new Bytes()
  file.add(Buffer.from('GGUF'))
  file.number('u32', 3)
  file.u64(tensors.length)
  file.u64(metadata.length)
  for (const [key, value] of metadata) {
    file.string(key)
    addValue(file, value)
  }
  addDirectory(file, tensors)
  file.align()
  return file
}

/** Writes a GGUF file of version 3. What is zero takes no room on the disk. */
export async function writeGguf(path: string, metadata: Metadata, tensors: readonly GgufTensor[]): Promise<void> {
  const file = await open(path, 'w')
  try {
    const header = headerOf(metadata, tensors).joined()
    await file.write(header, 0, header.length, 0)
    let position = header.length
    for (const tensor of tensors) {
      if (tensor.data) await file.write(tensor.data, 0, tensor.data.length, position)
      const size = tensor.data?.length ?? sizeOf(tensor)
      position += size + paddingAfter(size)
    }
    await file.truncate(position)
  } finally {
    await file.close()
  }
}

/** Writes a GGUF file that is too large for the memory: `fill` answers what a tensor of a type consists of, over and over. */
export async function writeLargeGguf(
  path: string,
  metadata: Metadata,
  tensors: readonly GgufTensor[],
  fill: (type: GgufTensor['type']) => Uint8Array,
): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(headerOf(metadata, tensors).joined())
    for (const tensor of tensors) {
      const size = sizeOf(tensor)
      const pattern = fill(tensor.type)
      for (let left = size; left > 0; left -= pattern.length)
        await file.writeFile(pattern.subarray(0, Math.min(left, pattern.length)))
      await file.writeFile(new Uint8Array(paddingAfter(size)))
    }
  } finally {
    await file.close()
  }
}

function addValue(file: Bytes, value: GgufValue): void {
  switch (value.type) {
    case 'u32':
    case 'i32':
    case 'f32':
      file.number('u32', valueTypes[value.type])
      return file.number(value.type, value.value)
    case 'bool':
      file.number('u32', valueTypes.bool)
      return file.add(Uint8Array.of(value.value ? 1 : 0))
    case 'string':
      file.number('u32', valueTypes.string)
      return file.string(value.value)
    case 'strings':
      addArray(file, valueTypes.string, value.values.length)
      return value.values.forEach((item) => file.string(item))
    case 'f32s':
    case 'i32s': {
      const type = value.type === 'f32s' ? 'f32' : 'i32'
      addArray(file, valueTypes[type], value.values.length)
      return value.values.forEach((item) => file.number(type, item))
    }
  }
}

function addArray(file: Bytes, type: number, length: number): void {
  file.number('u32', valueTypes.array)
  file.number('u32', type)
  file.u64(length)
}

function addDirectory(file: Bytes, tensors: readonly GgufTensor[]): void {
  let offset = 0
  for (const tensor of tensors) {
    file.string(tensor.name)
    file.number('u32', tensor.dimensions.length)
    for (const dimension of tensor.dimensions) file.u64(dimension)
    file.number('u32', tensorTypes[tensor.type].id)
    file.u64(offset)
    const size = sizeOf(tensor)
    offset += size + paddingAfter(size)
  }
}
