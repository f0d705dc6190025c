// The project's own lint rules, loaded by .oxlintrc.json. They resolve each import to its file, which patterns on its text cannot.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { aliases, mayImport, mayUse, zoneOf } from './zones.mjs'

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))
const maximumCharacters = 15_000

/** Calls `check(source, specifier)` for everything that a file imports or re-exports. */
function onImports(check) {
  const visit = (node) => {
    if (node.source?.type === 'Literal' && typeof node.source.value === 'string') check(node.source, node.source.value)
  }
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
  }
}

/** The file's path below the checkout, with forward slashes. */
function relative(file) {
  return path.relative(root, file).split(path.sep).join('/')
}

/** The path below the checkout that a specifier of one of our own modules names; null for a package. */
function ownModule(specifier, importer) {
  if (specifier.startsWith('.')) return relative(path.resolve(path.dirname(importer), specifier))
  const alias = Object.keys(aliases).find((name) => specifier.startsWith(`${name}/`))
  return alias ? aliases[alias] + specifier.slice(alias.length) : null
}

/** The parts of the source import each other only as zones.mjs says. */
const importZones = {
  create(context) {
    const importer = relative(context.filename)
    return onImports((node, specifier) => {
      const target = ownModule(specifier, context.filename)
      if (target === null ? mayUse(importer, specifier) : mayImport(importer, target)) return
      context.report({
        node,
        message: `${zoneOf(importer)} must not import ${target ?? specifier} (see scripts/lint/zones.mjs).`,
      })
    })
  },
}

/** Imports of our own modules name the file with its extension, so that plain Node runs them as they are. */
const importExtension = {
  create(context) {
    return onImports((node, specifier) => {
      const target = ownModule(specifier, context.filename)
      if (target !== null && path.extname(target.replace(/\?.*$/, '')) === '')
        context.report({ node, message: `Name the file with its extension: ${specifier}.ts or ${specifier}.tsx.` })
    })
  },
}

/** A file that grows over the limit wants to be two. */
const fileSize = {
  create(context) {
    return {
      Program(node) {
        const { length } = context.sourceCode.text
        if (length > maximumCharacters)
          context.report({ node, message: `${length} characters; a source file has at most ${maximumCharacters}.` })
      },
    }
  },
}

export default {
  meta: { name: 'hearth' },
  rules: { 'import-zones': importZones, 'import-extension': importExtension, 'file-size': fileSize },
}
