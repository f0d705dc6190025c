// A virtual screen for tests.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { PlainError } from './project.mjs'

/**
 * Starts an X server of its own (1600×1200) and calls `body` with its display name; ends it afterwards.
 * @template T
 * @param {import('./ordinary-user.mjs').Account} account who runs it
 * @param {(display: string) => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withDisplay(account, body) {
  // Only root may make the folder for the sockets.
  if (process.getuid() === 0) mkdirSync('/tmp/.X11-unix', { recursive: true, mode: 0o1777 })
  const options = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset']
  const [command, args] = account.commandLine('Xvfb', options)
  const server = spawn(command, args, { env: account.environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  try {
    return await body(await displayOf(server))
  } finally {
    server.kill()
  }
}

/** The display that the server chose, which it writes when it is ready. */
function displayOf(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr.setEncoding('utf8').on('data', (text) => (said += text))
    server.stdio[3].setEncoding('utf8').once('data', (number) => resolve(`:${number.trim()}`))
    server.once('error', reject)
    server.once('close', () => reject(new PlainError(`The virtual screen (Xvfb) did not start:\n${said.trim()}`)))
  })
}
