import { settingsSchema } from '@contract/settings.ts'

const schema = settingsSchema.shape.hubAddress

/** The hub itself. */
export const defaultHubAddress = schema.parse(undefined)

/** What was typed as an address that the setting takes; null: it is none. */
export function hubAddressOf(typed: string): string | null {
  const address = schema.unwrap().safeParse(typed.trim().replace(/\/+$/, ''))
  return address.success && URL.canParse(address.data) ? address.data : null
}
