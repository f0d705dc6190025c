import type { ConnectionPurpose } from '../../contract/network.ts'

/** Where the hub keeps its files: it redirects there, and a mirror may, too. */
const storageHosts = /\.(?:huggingface\.co|hf\.co)$/

/** What files are read for. Everything else is answered by the hub itself. */
const filePurposes: readonly ConnectionPurpose[] = ['model-header', 'download']

/** Whether anything may be asked of this address: of the hub for every reason there is, of its storage for its files. */
export function mayConnect(url: URL, purpose: ConnectionPurpose, hub: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.origin === hub.origin) return url.protocol === 'https:' || url.protocol === 'http:'
  if (!filePurposes.includes(purpose)) return false
  if (isLoopback(hub)) return isLoopback(url) || isStorage(url)
  return isStorage(url)
}

/** Whether a redirect may be followed: to where could have been asked at once, and never out of the encryption. */
export function mayFollow(from: URL, to: URL, purpose: ConnectionPurpose, hub: URL): boolean {
  if (from.protocol === 'https:' && to.protocol !== 'https:') return false
  return mayConnect(to, purpose, hub)
}

/** Whether a secret may travel to this address: nobody between here and there can read it. */
export function isPrivateWay(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url)
}

function isStorage(url: URL): boolean {
  return url.protocol === 'https:' && url.port === '' && storageHosts.test(url.hostname)
}

/** Whether its name means this computer, and cannot mean another one. */
export function isLoopback(url: URL): boolean {
  const { hostname, protocol } = url
  const isHttp = protocol === 'http:' || protocol === 'https:'
  return isHttp && (hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname))
}
