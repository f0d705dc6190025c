// A virtual screen for tests.
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { PlainError } from './project.mjs'

/** Of what a server says that does not start, in characters. */
const longestReason = 1000

/**
 * Starts an X server of its own (1600×1200) and calls `body` with its display name; ends it afterwards.
 * @template T
 * @param {import('./ordinary-user.mjs').Account} account who runs it
 * @param {(display: string) => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withDisplay(account, body) {
  if (process.getuid() === 0) makeSocketFolder()
  const options = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset']
  const [command, args] = account.commandLine('Xvfb', options)
  const server = spawn(command, args, { env: account.environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  try {
    return await body(await displayOf(server))
  } finally {
    server.kill()
  }
}

/** Where X servers of all users put their sockets. Only root may make it; the mode that `mkdir` is given is masked. */
function makeSocketFolder() {
  const made = mkdirSync('/tmp/.X11-unix', { recursive: true })
  if (made !== undefined) chmodSync(made, 0o1777)
}

/** The display that the server chose, which it writes when it is ready. */
function displayOf(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    // It says the same of every display that it tries, tens of thousands of times.
    server.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(0, longestReason)))
    server.stdio[3].setEncoding('utf8').once('data', (number) => resolve(`:${number.trim()}`))
    server.once('error', reject)
    server.once('close', () => reject(new PlainError(`The virtual screen (Xvfb) did not start:\n${said.trim()}`)))
  })
}
