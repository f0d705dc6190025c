/** Bytes `from` up to, not including, `to`. */
export type Range = readonly [from: number, to: number]

/** A set of bytes of a file: ranges in order, apart from one another. */
export class Ranges {
  #ranges: Range[] = []

  constructor(ranges: Iterable<Range> = []) {
    for (const [from, to] of ranges) this.add(from, to)
  }

  /** How many bytes. */
  get total(): number {
    return this.#ranges.reduce((sum, [from, to]) => sum + to - from, 0)
  }

  /** Up to where all bytes from the first one are there. */
  get prefix(): number {
    const [first] = this.#ranges
    return first?.[0] === 0 ? first[1] : 0
  }

  add(from: number, to: number): void {
    if (from >= to) return
    const touching = this.#ranges.filter((range) => range[0] <= to && range[1] >= from)
    const joined: Range = [
      Math.min(from, ...touching.map((range) => range[0])),
      Math.max(to, ...touching.map((range) => range[1])),
    ]
    const apart = this.#ranges.filter((range) => !touching.includes(range))
    this.#ranges = [...apart, joined].toSorted((a, b) => a[0] - b[0])
  }

  /** What is missing of a file of `size` bytes. */
  missing(size: number): Range[] {
    const gaps: Range[] = []
    let position = 0
    for (const [from, to] of this.#ranges) {
      if (from > position) gaps.push([position, Math.min(from, size)])
      position = to
    }
    if (position < size) gaps.push([position, size])
    return gaps
  }

  /** Without what lies beyond `size`. */
  within(size: number): Ranges {
    return new Ranges(this.#ranges.map(([from, to]) => [Math.min(from, size), Math.min(to, size)]))
  }

  toJSON(): readonly Range[] {
    return this.#ranges
  }
}

/**
 * The gaps cut into spans, one for each request, in order: the longer the more is still to come, so that nobody has much to do when the others
 * are through, within the limits; a file that is not worth more than one connection stays whole.
 */
export function spansOf(
  gaps: readonly Range[],
  limits: { connections: number; smallestSpanBytes: number; largestSpanBytes: number },
): Range[] {
  const { connections, smallestSpanBytes, largestSpanBytes } = limits
  let missing = gaps.reduce((sum, [from, to]) => sum + to - from, 0)
  const spans: Range[] = []
  for (const [start, end] of gaps) {
    for (let from = start; from < end;) {
      const share = Math.ceil(missing / connections / 2)
      const to = from + Math.max(smallestSpanBytes, Math.min(largestSpanBytes, share))
      // A rest that is not worth a request of its own belongs to this one.
      const last = end - to < smallestSpanBytes ? end : to
      spans.push([from, last])
      missing -= last - from
      from = last
    }
  }
  return spans
}
