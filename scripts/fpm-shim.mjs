#!/usr/bin/env node
// Stands in for fpm, which is only to be had from its own host: makes a Debian package with dpkg-deb. Understands the part of fpm's
// command line that electron-builder uses for its target `deb`.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const architectures = { x86_64: 'amd64', aarch64: 'arm64', armv7hf: 'armhf' }
/** dpkg-deb's options. Of zstd the quickest level: dpkg-deb's own choice takes minutes. */
const compressors = { xz: ['-Zxz'], gz: ['-Zgzip'], bzip2: ['-Zbzip2'], zst: ['-Zzstd', '-z1'], none: ['-Znone'] }

/** @type {{type: 'string'}} */
const text = { type: 'string' }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string', short: 's' },
    target: { type: 'string', short: 't' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    'deb-recommends': { type: 'string', multiple: true, default: [] },
    'after-install': text,
    'after-remove': text,
    architecture: text,
    category: text,
    'deb-compression': { type: 'string', default: 'xz' },
    'deb-priority': { type: 'string', default: 'optional' },
    description: { type: 'string', default: '' },
    force: { type: 'boolean' },
    iteration: text,
    license: text,
    log: text,
    maintainer: text,
    name: text,
    package: text,
    url: text,
    vendor: text,
    version: text,
  },
})
if (values.target !== 'deb') throw new Error(`Only Debian packages can be made here, not ${values.target}.`)

const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'hearth-deb-'))
try {
  for (const mapping of positionals) copyInto(mapping)
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', tree])
  writeControlFiles()
  const compressor = compressors[values['deb-compression']]
  execFileSync('dpkg-deb', ['--root-owner-group', ...compressor, '--build', tree, values.package], { stdio: 'inherit' })
} finally {
  fs.rmSync(tree, { recursive: true })
}

/** `<file>=<path>` or `<folder>/=<path>`: what it is here, and where it will be installed. */
function copyInto(mapping) {
  const separator = mapping.lastIndexOf('=')
  const from = mapping.slice(0, separator)
  const to = path.join(tree, mapping.slice(separator + 1))
  fs.mkdirSync(from.endsWith('/') ? to : path.dirname(to), { recursive: true })
  execFileSync('cp', from.endsWith('/') ? ['-a', `${from}.`, to] : ['--preserve=timestamps', from, to])
}

function writeControlFiles() {
  const files = fs
    .readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(tree, path.join(entry.parentPath, entry.name)))
    .toSorted()
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(tree, file)).size, 0)
  const control = path.join(tree, 'DEBIAN')
  fs.mkdirSync(control, { mode: 0o755 })
  fs.writeFileSync(path.join(control, 'control'), controlFile(bytes))
  fs.writeFileSync(path.join(control, 'md5sums'), files.map((file) => `${md5(file)}  ${file}\n`).join(''))
  for (const [script, name] of [
    [values['after-install'], 'postinst'],
    [values['after-remove'], 'postrm'],
  ]) {
    if (!script) continue
    fs.copyFileSync(script, path.join(control, name))
    fs.chmodSync(path.join(control, name), 0o755)
  }
}

function controlFile(bytes) {
  const [synopsis, ...details] = values.description.split('\n').map((line) => line.trim())
  const fields = {
    Package: values.name,
    Version: values.iteration ? `${values.version}-${values.iteration}` : values.version,
    Architecture: architectures[values.architecture] ?? values.architecture,
    Maintainer: values.maintainer,
    Vendor: values.vendor,
    License: values.license,
    'Installed-Size': Math.ceil(bytes / 1024),
    Depends: values.depends.join(', '),
    Recommends: values['deb-recommends'].join(', '),
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis || values.name, ...details.map((line) => ` ${line || '.'}`)].join('\n'),
  }
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

function md5(file) {
  return createHash('md5')
    .update(fs.readFileSync(path.join(tree, file)))
    .digest('hex')
}
