/**
 * What a person can give at the most: for the schemas that check it, and for the page, which keeps to it before it asks. Texts in UTF-16
 * units. Nothing but numbers, so that it costs the page nothing at its start.
 */
export const limits = {
  message: 4_000_000,
  /** Of what is typed, as far as it is read along. */
  prepared: 8000,
  instructions: 200_000,
  conversationTitle: 200,
  modelName: 120,
  hubAddress: 300,
  token: 500,
  /** CSS pixels. */
  textSize: { min: 12, max: 24 },
  /** Tokens. */
  contextSize: { min: 256, max: 1_048_576 },
  /** Rows of the ledger that are read at a time. */
  connections: 500,
} as const
