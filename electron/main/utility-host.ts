import { constants } from 'node:os'
import { app, MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { isEnvelope, type Envelope } from '../contract/envelope.ts'
import type { ProcessEnd } from '../contract/host.ts'
import type { Port } from '../contract/port.ts'
import type { HostedProcess, ProcessHost, ProcessSpec } from '../host/process-host.ts'

/** Hosts children as Electron's utility processes; ports are transferred to them. */
export const utilityHost: ProcessHost = {
  start: startUtility,
  channel: () => {
    const { port1, port2 } = new MessageChannelMain()
    return [port1, port2]
  },
}

/** How long after a child's end Electron may take to say what ended it. It takes about a millisecond. */
const reasonWithinMs = 250

let started = 0

function isTransferable(port: Port): port is MessagePortMain {
  return 'removeListener' in port
}

function startUtility(spec: ProcessSpec): HostedProcess {
  // Each has a name of its own, by which Electron says what ended it.
  const serviceName = `hearth-${spec.name}-${++started}`
  const child = utilityProcess.fork(spec.entry, spec.args, {
    serviceName,
    execArgv: [`--title=hearth-${spec.name}`, ...forV8(spec.flags)],
    env: spec.env,
    stdio: 'pipe',
  })
  // That V8 gave up. Its end is told as any other; without a listener this would be an exception of main's.
  child.on('error', () => undefined)
  let killed = false
  const kill = (): void => {
    killed = true
    if (child.pid === undefined) child.once('spawn', kill)
    else endNow(child.pid)
  }
  const ended = endOf(child, serviceName, () => killed)
  return {
    get pid() {
      return child.pid
    },
    send: (message) => child.postMessage({ kind: 'message', message } satisfies Envelope),
    givePort: (name, port) => {
      if (!isTransferable(port)) throw new TypeError('Only a port of Electron can be given to a utility process.')
      child.postMessage({ kind: 'port', name, portId: 0 } satisfies Envelope, [port])
    },
    onMessage: (listener) => {
      child.on('message', (envelope: unknown) => {
        if (isEnvelope(envelope) && envelope.kind === 'message') listener(envelope.message)
      })
    },
    onOutput: (listener) => {
      child.stdout?.setEncoding('utf8').on('data', listener)
      child.stderr?.setEncoding('utf8').on('data', listener)
    },
    onEnd: (listener) => void ended.then(listener),
    kill,
  }
}

/** V8's flags as Electron heeds them: in any other way they come after V8 has started. The size of its pool is Node's, and Chromium's own here. */
function forV8(flags: string[] = []): string[] {
  const own = flags.filter((flag) => !flag.startsWith('--v8-pool-size='))
  return own.length === 0 ? [] : [`--js-flags=${own.join(' ')}`]
}

/** Electron's own `kill` asks first, and waits two seconds for one that hangs. */
function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** Settled when it is gone. Electron tells the exit code, and only then, of an end that was not the child's own doing, what ended it. */
async function endOf(child: UtilityProcess, serviceName: string, wasKilled: () => boolean): Promise<ProcessEnd> {
  const gone = Promise.withResolvers<string | null>()
  const onGone = (_event: Electron.Event, details: Electron.Details): void => {
    if (details.name === serviceName) gone.resolve(reasonOf(details))
  }
  app.on('child-process-gone', onGone)
  const exitCode = await new Promise<number>((resolve) => child.once('exit', resolve))
  // One that went by itself and in order needs no reason.
  const timer = setTimeout(() => gone.resolve(null), exitCode === 0 || wasKilled() ? 0 : reasonWithinMs)
  const reason = await gone.promise
  clearTimeout(timer)
  app.off('child-process-gone', onGone)
  const signal = wasKilled() ? 'SIGKILL' : reason
  return { exitCode: signal === null ? exitCode : null, signal }
}

/** The signal, where there are signals: then Electron's exit code is what the system says of the end. Otherwise Electron's word for it. */
function reasonOf({ reason, exitCode }: Electron.Details): string | null {
  if (reason === 'clean-exit') return null
  if (process.platform === 'win32') return reason
  const number = exitCode & 0x7f
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? reason
}
