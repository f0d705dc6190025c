/** What travels between main and a child process, whichever way the child is hosted. A port of the real kind rides beside it. */
export type Envelope =
  | { kind: 'message'; message: unknown }
  /** A new port; over a plain IPC channel it has a number instead of a transferred object. */
  | { kind: 'port'; name: string; portId: number }
  | { kind: 'port-data'; portId: number; data: unknown }
  | { kind: 'port-closed'; portId: number }

/** True for what our own processes send; everything else on the channel is ignored. */
export function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
}
