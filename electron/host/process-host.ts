import type { ProcessEnd } from '../contract/host.ts'
import type { Port } from '../contract/port.ts'

/** What to start: the built entry file, and what it gets. */
export interface ProcessSpec {
  /** Shown in the system's process list where the host can: `backend`, `engine`. */
  name: string
  entry: string
  /** For V8, before the entry. */
  flags?: string[]
  args: string[]
  env: Record<string, string>
}

/** A running child process. */
export interface HostedProcess {
  readonly pid: number | undefined
  send(message: unknown): void
  /** Hands the child a port under a name. The port belongs to the child from now on. */
  givePort(name: string, port: Port): void
  onMessage(listener: (message: unknown) => void): void
  /** What the child writes to its standard output and error, in pieces. */
  onOutput(listener: (text: string) => void): void
  /** Called once, when the process is really gone. */
  onEnd(listener: (end: ProcessEnd) => void): void
  /** Ends it without asking. */
  kill(): void
}

/** Starts child processes: Electron's utility processes, or plain Node ones. */
export interface ProcessHost {
  start(spec: ProcessSpec): HostedProcess
  /** Two ends of a new channel, to be given to two children of this host. */
  channel(): [Port, Port]
}
