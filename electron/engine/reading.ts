import { setTimeout } from 'node:timers/promises'
import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** A piece of the prompt is to take about this long (ms), because nothing can stop it. */
const pieceMs = 200
const smallestPiece = 32
/** Most questions are one piece, and none but the first is read without knowing how fast this computer is. */
const firstPiece = 128

/** How reading goes on. */
export interface ReadingOptions {
  signal: AbortSignal
  onProgress?: (doneTokens: number, totalTokens: number) => void
}

/** Reads prompts into a sequence, piece by piece, so that it can be stopped and followed. */
export class Reader {
  readonly #sequence: LlamaContextSequence
  readonly #beforePiece: () => void
  #pieceSize = firstPiece
  /** What a token took in the last piece (ms); null until one was read. */
  #msPerToken: number | null = null

  constructor(sequence: LlamaContextSequence, beforePiece: () => void = () => undefined) {
    this.#sequence = sequence
    this.#beforePiece = beforePiece
  }

  /**
   * Reads what the sequence does not hold already, all but the last piece, which comes with the first token of the answer. Answers how
   * many tokens were and will be evaluated.
   */
  async readForAnswer(tokens: readonly Token[], options: ReadingOptions): Promise<number> {
    const before = this.#evaluated
    // The last token is always evaluated: its outcome is the answer's first.
    await this.#sequence.adaptStateToTokens(tokens.slice(0, -1), false)
    await this.#readPieces(tokens, () => this.#pieceSize, options)
    return this.#evaluated - before + tokens.length - this.#sequence.nextTokenIndex
  }

  /** Reads all that the sequence does not hold already, and keeps what it holds beyond. Answers how many tokens were evaluated. */
  async readAhead(tokens: readonly Token[], options: ReadingOptions): Promise<number> {
    const before = this.#evaluated
    if (this.#firstMissing(tokens) < tokens.length) {
      await this.#sequence.adaptStateToTokens([...tokens], false)
      await this.#readPieces(tokens, () => 0, options)
    }
    return this.#evaluated - before
  }

  /**
   * Reads ahead what may be wrong, once nothing has stopped it for as long as the reading will take: so guesses never cost more than half
   * of the time, and none is made while somebody types faster than the model reads. Nor where the sequence cannot
   * leave out its last tokens again. Answers how many tokens were evaluated.
   */
  async readGuess(tokens: readonly Token[], options: ReadingOptions): Promise<number> {
    const missing = tokens.length - this.#firstMissing(tokens)
    if (missing <= 0 || this.#msPerToken === null || this.#sequence.needsCheckpoints) return 0
    if (!(await undisturbed(missing * this.#msPerToken, options.signal))) return 0
    return this.readAhead(tokens, options)
  }

  #firstMissing(tokens: readonly Token[]): number {
    return this.#sequence.compareContextTokens([...tokens]).firstDifferentIndex
  }

  get #evaluated(): number {
    const { usedInputTokens, usedOutputTokens } = this.#sequence.tokenMeter
    return usedInputTokens + usedOutputTokens
  }

  /** Until no more than `rest` tokens are left. */
  async #readPieces(
    tokens: readonly Token[],
    rest: () => number,
    { signal, onProgress }: ReadingOptions,
  ): Promise<void> {
    const start = this.#sequence.nextTokenIndex
    onProgress?.(0, tokens.length - start)
    while (!signal.aborted && tokens.length - this.#sequence.nextTokenIndex > rest()) {
      this.#beforePiece()
      const from = this.#sequence.nextTokenIndex
      await this.#readPiece(tokens.slice(from, from + this.#pieceSize))
      onProgress?.(this.#sequence.nextTokenIndex - start, tokens.length - start)
    }
  }

  async #readPiece(piece: Token[]): Promise<void> {
    const began = performance.now()
    await this.#sequence.evaluateWithoutGeneratingNewTokens(piece)
    this.#msPerToken = (performance.now() - began) / piece.length
    const tokensInTime = pieceMs / this.#msPerToken
    const { batchSize } = this.#sequence.context
    if (piece.length < this.#pieceSize) return
    this.#pieceSize = Math.round(
      Math.min(Math.max(tokensInTime, smallestPiece, this.#pieceSize / 2), this.#pieceSize * 2, batchSize),
    )
  }
}

/** True when this time (ms) has passed without an abort. */
async function undisturbed(ms: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(ms, true, { signal }).catch(() => false)
}
