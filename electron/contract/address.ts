/** Longer addresses are not opened (characters). */
export const longestAddress = 8192

const openable: readonly string[] = ['https:', 'mailto:']

/** A web or mail address as it is shown and opened outside; null for what never is: other kinds, and what carries a password to somebody. */
export function openableAddress(href: string): string | null {
  if (href.length > longestAddress) return null
  const url = URL.parse(href)
  if (!url || !openable.includes(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href.length <= longestAddress ? url.href : null
}
