import { app, MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron'
import { isEnvelope, type Envelope } from '../contract/envelope.ts'
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

function isTransferable(port: Port): port is MessagePortMain {
  return 'removeListener' in port
}

function startUtility(spec: ProcessSpec): HostedProcess {
  const serviceName = `hearth-${spec.name}`
  const child = utilityProcess.fork(spec.entry, spec.args, {
    serviceName,
    execArgv: spec.flags ?? [],
    env: spec.env,
    stdio: 'pipe',
  })
  // A crash can be reported as a clean exit: what Electron says of its end is kept until `exit` comes.
  let gone: string | null = null
  const onGone = (_event: Electron.Event, details: Electron.Details): void => {
    if (details.type === 'Utility' && details.name === serviceName && details.reason !== 'clean-exit')
      gone = details.reason
  }
  app.on('child-process-gone', onGone)
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
      child.stdout?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')))
      child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')))
    },
    onEnd: (listener) => {
      child.once('exit', (exitCode) => {
        app.off('child-process-gone', onGone)
        listener({ exitCode, signal: gone })
      })
    },
    kill: () => {
      child.kill()
    },
  }
}
