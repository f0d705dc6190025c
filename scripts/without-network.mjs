// Runs a command where there is no network but loopback, and counts what tries to leave it: in a network namespace of its own, which
// has no route, and with a name server that writes down what it is asked. Linux, as root.
import dgram from 'node:dgram'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { capture, isMain, main, nodePath, quietly, run } from './project.mjs'

/**
 * What tried to get out.
 * @typedef {object} Attempts
 * @property {number} outward how often something was to be sent to another computer: connects and datagrams, IPv4 and IPv6
 * @property {string[]} names the names that were looked up, as often as they were
 */

/** @returns {Promise<boolean>} whether this process may make such a namespace */
export async function canCutOff() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return false
  return (await capture('unshare', ['--net', '--mount', 'ip', 'link', 'set', 'lo', 'up'])).code === 0
}

/**
 * The command line that runs a command without network; it ends with the command's exit code.
 * @param {string} report where the `Attempts` are written when it has ended
 * @param {string} command
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function withoutNetwork(report, command, args) {
  const inside = [nodePath(), fileURLToPath(import.meta.url), report, command, ...args]
  return ['unshare', ['--net', '--mount', '--', ...inside]]
}

/** In the namespace. */
async function countAttempts([report, command, ...args]) {
  await quietly('ip', ['link', 'set', 'lo', 'up'])
  const names = await startNameServer()
  await lookNamesUpHere()
  const before = unroutable()
  const code = await run(command, args, { cwd: process.cwd(), env: process.env })
  fs.writeFileSync(report, JSON.stringify({ outward: unroutable() - before, names }))
  return code
}

/**
 * What was not sent because no route leads there. The kernel counts each: TCP connects, UDP connects and sends (multicast and
 * broadcast, too), with IPv4 (as IPv6, too) and with IPv6. A program that waits for a network before it tries is not seen, and neither
 * are Chromium's sandboxed processes: each has a network namespace of its own, and may open no socket.
 */
function unroutable() {
  const [names = [], values = []] = fs
    .readFileSync('/proc/self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Ip: '))
    .map((line) => line.split(' '))
  const ip6 = /^Ip6OutNoRoutes\s+(\d+)$/m.exec(fs.readFileSync('/proc/self/net/snmp6', 'utf8'))?.[1] ?? 0
  return Number(values[names.indexOf('OutNoRoutes')]) + Number(ip6)
}

/** For the programs in this namespace every name is looked up at the name server on this address, whatever this computer does otherwise. */
async function lookNamesUpHere() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hearth-names-'))
  const files = { '/etc/resolv.conf': 'nameserver 127.0.0.1\n', '/etc/nsswitch.conf': nameServices() }
  for (const [file, text] of Object.entries(files)) {
    if (!fs.existsSync(file)) continue // without it, this is how names are looked up
    const own = path.join(folder, path.basename(file))
    fs.writeFileSync(own, text, { mode: 0o644 })
    await quietly('mount', ['--bind', own, file])
  }
  // A service of this computer that would look names up for them, on its own network.
  if (fs.existsSync('/run/nscd')) await quietly('mount', ['-t', 'tmpfs', 'none', '/run/nscd'])
  fs.rmSync(folder, { recursive: true })
}

function nameServices() {
  const file = '/etc/nsswitch.conf'
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
  return text.replace(/^hosts:.*$/m, 'hosts: files dns')
}

/**
 * Starts a name server that knows no name.
 * @returns {Promise<string[]>} the names that it is asked for, as they come
 */
async function startNameServer() {
  const names = []
  const answer = (question) => {
    names.push(nameIn(question))
    return noSuchName(question)
  }
  const udp = dgram.createSocket('udp4').unref()
  udp.on('message', (question, { port, address }) => udp.send(answer(question), port, address))
  udp.bind(53, '127.0.0.1')
  const tcp = net.createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (message) => {
      const reply = answer(message.subarray(2))
      socket.end(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
    })
  })
  tcp.unref().listen(53, '127.0.0.1')
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
  return names
}

/** The name asked for, RFC 1035, 4.1.2: after a header of 12 bytes, labels with their lengths. */
function nameIn(question) {
  const labels = []
  for (let at = 12; at < question.length && question[at] !== 0; at += question[at] + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]))
  return labels.join('.')
}

/** The question as its own answer: a response (QR), recursion available (RA), no such name (NXDOMAIN). */
function noSuchName(question) {
  const reply = Buffer.from(question)
  reply[2] |= 0x80
  reply[3] = 0x83
  return reply
}

if (isMain(import.meta.url)) await main(() => countAttempts(process.argv.slice(2)))
