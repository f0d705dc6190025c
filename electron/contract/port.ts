/**
 * The part of a message port that crosses our processes: Electron's MessagePortMain has this shape, and so has a port carried
 * over a plain Node child's IPC channel. Nothing is delivered before `start`.
 */
export interface Port {
  postMessage(data: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}
