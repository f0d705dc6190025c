// Chromium's sandbox works only for an ordinary user. When root runs the tests, they run as one that is made for them.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { capture, PlainError, quietly, say } from './project.mjs'

const userName = 'hearth-e2e'

/**
 * Who runs the application under test.
 * @typedef {object} Account
 * @property {Record<string, string>} environment what its programs start with; the home folder is its own
 * @property {string} home
 * @property {(command: string, args: string[]) => [string, string[]]} commandLine what runs a program as this account
 */

/**
 * The account to test as: this one, or, for root, an ordinary user, made if need be. Throws a plain sentence when the kernel does
 * not let it have Chromium's sandbox.
 * @returns {Promise<Account>}
 */
export async function ordinaryAccount() {
  const account = process.getuid() === 0 ? await testUser() : currentUser()
  const [command, args] = account.commandLine('unshare', ['--user', '--map-root-user', 'true'])
  const { code, output } = await capture(command, args, { env: account.environment })
  if (code !== 0)
    throw new PlainError(
      `This kernel gives an ordinary user no user namespaces, which Chromium's sandbox needs (${output.trim()}).\n` +
        'See user.max_user_namespaces, kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns (sysctl).',
    )
  return account
}

/** @returns {Account} */
function currentUser() {
  return {
    environment: process.env,
    home: os.homedir(),
    commandLine: (command, args) => [command, args],
  }
}

/** @returns {Promise<Account>} */
async function testUser() {
  if ((await capture('id', [userName])).code !== 0) {
    say(`Making the ordinary user ${userName}, to test with Chromium's sandbox on…`)
    await quietly('useradd', ['--create-home', '--shell', '/bin/sh', userName])
  }
  const home = (await quietly('getent', ['passwd', userName])).split(':')[5]
  const kept = Object.entries(process.env).filter(([name]) => /^(CI|DEBUG|FORCE_COLOR|TERM|HEARTH_\w+)$/.test(name))
  return {
    environment: {
      ...Object.fromEntries(kept),
      HOME: home,
      USER: userName,
      LANG: 'C.UTF-8',
      PATH: process.env['PATH'],
    },
    home,
    commandLine: (command, args) => [
      'setpriv',
      [`--reuid=${userName}`, `--regid=${userName}`, '--init-groups', '--', command, ...args],
    ],
  }
}

/**
 * Copies a folder to where everybody can read it, by hard links where the file system allows, so that it costs next to nothing.
 * @param {string} from
 * @param {string} to does not exist yet
 * @param {string[]} [leaveOut] names in `from`
 */
export async function copyForAll(from, to, leaveOut = []) {
  fs.mkdirSync(to, { mode: 0o755 })
  const names = fs.readdirSync(from).filter((name) => !leaveOut.includes(name))
  const sources = names.map((name) => path.join(from, name))
  const linked = await capture('cp', ['-al', ...sources, to])
  if (linked.code === 0) return
  fs.rmSync(to, { recursive: true })
  fs.mkdirSync(to, { mode: 0o755 })
  await quietly('cp', ['-a', ...sources, to])
}

/**
 * A new folder that everybody can enter, on a disk that keeps large files.
 * @returns {string}
 */
export function publicFolder() {
  const folder = fs.mkdtempSync('/var/tmp/hearth-')
  fs.chmodSync(folder, 0o755)
  return folder
}
