// The licences of what others made and Hearth is shipped with. Each build pass notes which packages end up in its bundle (`notePackages`);
// when all are through, one text is made of their licences (`writeThirdPartyLicenses`).
import fs from 'node:fs'
import path from 'node:path'
import { PlainError, root } from './project.mjs'

/** Where each pass writes down its packages. */
export const notesFolder = path.join(root, 'out/packages')

/** Shipped beside the bundles, or in them without being a module of theirs. */
const beside = ['better-sqlite3', 'electron', 'node-llama-cpp', 'tailwindcss']

const lead = `Hearth is made with the work of others. This is what is in it, each part under its licence, with the notice that its licence asks for.
The licences of what Electron is made of are in LICENSES.chromium.html, which comes with it.`
const rule = '='.repeat(80)

/** What each pass has found so far: a worker is bundled in a pass within the page's. */
const found = new Map()

/**
 * A build plugin that writes down which packages the modules of a bundle are from: their folders, relative to the checkout.
 * @param {string} pass its name
 * @param {string} [folder] where to write
 */
export function notePackages(pass, folder = notesFolder) {
  if (!found.has(pass)) found.set(pass, new Set())
  const packages = found.get(pass)
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const [home] = /^[^\0]*\/node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(id.replace(/^\0/, '')) ?? []
          if (home !== undefined) packages.add(path.relative(root, home))
        }
      fs.mkdirSync(folder, { recursive: true })
      fs.writeFileSync(path.join(folder, `${pass}.json`), JSON.stringify([...packages]))
    },
  }
}

/** Writes the text of all passes that were noted, for main to show and for every package to carry. */
export function writeThirdPartyLicenses() {
  const noted = fs
    .readdirSync(notesFolder)
    .flatMap((file) => JSON.parse(fs.readFileSync(path.join(notesFolder, file), 'utf8')))
  const binaries = fs.readdirSync(path.join(root, 'node_modules/@node-llama-cpp'))
  const shipped = [...beside, ...binaries.map((name) => `@node-llama-cpp/${name}`)]
  const packages = [...noted, ...shipped.map((name) => path.join('node_modules', name))].map((folder) =>
    packageNotice(path.join(root, folder)),
  )
  const own = path.join(root, 'resources/licenses')
  const others = fs
    .readdirSync(own)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => writtenNotice(path.join(own, file)))
  fs.writeFileSync(path.join(root, 'out/third-party-licenses.txt'), licensesText([...packages, ...others]))
}

/**
 * One text of all notices, sorted by what they are about; those that say the same say it once.
 * @param {{ title: string, text: string }[]} notices
 */
export function licensesText(notices) {
  const titlesOf = new Map()
  for (const { title, text } of notices.toSorted((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1)))
    titlesOf.set(text, (titlesOf.get(text) ?? new Set()).add(title))
  const sections = [...titlesOf].map(([text, titles]) => `${rule}\n${[...titles].join('\n')}\n${rule}\n\n${text}\n`)
  return [lead, '', ...sections].join('\n')
}

/**
 * What a package says of its licence: its files of that name, else its package.json. Throws when it says nothing at all.
 * @param {string} folder
 */
export function packageNotice(folder) {
  const { name, version, license, author } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const texts = fs
    .readdirSync(folder)
    .filter((file) => /^(licen[sc]e|copying|notice)\b/i.test(file))
    .toSorted()
    .map((file) => read(path.join(folder, file)))
  if (texts.length === 0 && typeof license !== 'string')
    throw new PlainError(`${name} ${version} would be shipped, but says nowhere under which licence.`)
  const by = typeof author === 'string' ? author : author?.name
  const terms = `Its package.json says: ${license}${by ? `, by ${by}` : ''}. It carries no text of it.`
  return { title: `${name} ${version}${license ? ` (${license})` : ''}`, text: texts.join('\n\n') || terms }
}

/** A notice that is kept here, because no package has it: its first line says what it is about. */
function writtenNotice(file) {
  const [title, ...lines] = read(file).split('\n')
  return { title, text: lines.join('\n').trim() }
}

function read(file) {
  return fs.readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim()
}
