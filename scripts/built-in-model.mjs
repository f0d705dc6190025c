// `npm run built-in-model -- <file.gguf> --name … --license … --license-file … --publisher … --source …`: puts another model inside
// the application, in the place of the present one, with the data file that is all Hearth knows of it. For whoever builds a release.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { main, PlainError, root, say } from './project.mjs'

const folder = path.join(root, 'resources/models')
const dataFile = path.join(folder, 'built-in.json')
const help = `npm run built-in-model -- <file.gguf> [options]

  --name NAME            as it is shown: "SmolLM2 135M"
  --license ID           SPDX identifier or name of its licence: Apache-2.0
  --license-file FILE    the licence's text
  --publisher NAME       who made the model
  --source REPOSITORY    where the file comes from: owner/name
  --languages LIST       what it is good for, BCP 47, separated by commas: en,zh
  --system-prompt TEXT   the instructions it works best with
  --temperature N  --top-p N  --top-k N  --min-p N  --repeat-penalty N  --max-tokens N
                         the sampling it works best with

Without a file: checks that the present one is what built-in.json says.`

const text = /** @type {const} */ ({ type: 'string' })
const options = /** @type {const} */ ({
  help: { type: 'boolean' },
  name: text,
  license: text,
  'license-file': text,
  publisher: text,
  source: text,
  languages: text,
  'system-prompt': text,
  temperature: text,
  'top-p': text,
  'top-k': text,
  'min-p': text,
  'repeat-penalty': text,
  'max-tokens': text,
})
const required = /** @type {const} */ (['name', 'license', 'license-file', 'publisher', 'source'])

await main(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) return say(help)
  const [file] = positionals
  if (file === undefined) return check()
  const missing = required.filter((name) => values[name] === undefined)
  if (missing.length > 0) throw new PlainError(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.\n\n${help}`)
  await replace(path.resolve(file), values)
})

/** The present model is the one that its data file describes. */
async function check() {
  const { file, sizeBytes, sha256, licenseFile } = present()
  const actual = await fingerprint(path.join(folder, file))
  if (actual.sizeBytes !== sizeBytes || actual.sha256 !== sha256)
    throw new PlainError(`${file} is not the file that built-in.json describes (sha256 ${actual.sha256}).`)
  if (!fs.existsSync(path.join(folder, licenseFile))) throw new PlainError(`The licence ${licenseFile} is missing.`)
  say(`${file} is what built-in.json says: ${sizeBytes} bytes, sha256 ${sha256}.`)
}

async function replace(source, values) {
  requireGguf(source)
  const before = present()
  const file = path.basename(source)
  const licenseFile = `LICENSE-${values.license.replaceAll(/[^\w.-]+/g, '-')}.txt`
  const license = fs.readFileSync(path.resolve(values['license-file']))
  const target = path.join(folder, file)
  if (source !== target) fs.copyFileSync(source, target)
  for (const old of [before.file, before.licenseFile])
    if (![file, licenseFile].includes(old)) fs.rmSync(path.join(folder, old), { force: true })
  fs.writeFileSync(path.join(folder, licenseFile), license)
  const data = {
    id: path
      .basename(file, '.gguf')
      .toLowerCase()
      .replaceAll(/[^a-z0-9_]+/g, '-'),
    name: values.name,
    file,
    ...(await fingerprint(target)),
    license: values.license,
    licenseFile,
    publisher: values.publisher,
    source: values.source,
    languages: (values.languages ?? 'en').split(',').map((language) => language.trim()),
    systemPrompt: values['system-prompt'] ?? null,
    sampling: sampling(values),
  }
  fs.writeFileSync(dataFile, `${JSON.stringify(data, null, 2)}\n`)
  say(`${data.name} is built in now: ${file}, ${data.sizeBytes} bytes, sha256 ${data.sha256}.`)
  say('Say where it comes from and what it is good for in resources/models/README.md.')
}

function present() {
  return JSON.parse(fs.readFileSync(dataFile, 'utf8'))
}

function requireGguf(file) {
  if (!fs.existsSync(file)) throw new PlainError(`${file} is not there.`)
  const handle = fs.openSync(file, 'r')
  const magic = Buffer.alloc(4)
  fs.readSync(handle, magic, 0, 4, 0)
  fs.closeSync(handle)
  if (magic.toString('latin1') !== 'GGUF') throw new PlainError(`${file} is not a GGUF file.`)
}

async function fingerprint(file) {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash)
  return { sizeBytes: fs.statSync(file).size, sha256: hash.digest('hex') }
}

/** Only what was given: for everything else Hearth has its own defaults. */
function sampling(values) {
  const given = {
    temperature: values.temperature,
    topP: values['top-p'],
    topK: values['top-k'],
    minP: values['min-p'],
    repeatPenalty: values['repeat-penalty'],
    maxTokens: values['max-tokens'],
  }
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, number(name, value)]),
  )
}

function number(name, value) {
  const parsed = Number(value)
  if (!Number.isFinite(parsed)) throw new PlainError(`${name} must be a number, not ${value}.`)
  return parsed
}
