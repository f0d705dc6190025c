// The project's own lint rules, loaded by .oxlintrc.json. They resolve each import to its file, which patterns on its text cannot.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  aliases,
  electronWaysOut,
  globalWaysOut,
  mayGoOut,
  mayGoOutByElectron,
  mayImport,
  mayUse,
  packageZones,
  zoneOf,
} from './zones.mjs'

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

/** True where an identifier only names a member of something of one's own, and is no use of a global. */
function namesMember(node) {
  const { parent } = node
  if (parent.type === 'MemberExpression')
    return parent.property === node && !parent.computed && !isGlobalObject(parent.object)
  if (parent.type === 'Property')
    return parent.key === node && !parent.shorthand && parent.parent.type !== 'ObjectPattern'
  return /^(?:MethodDefinition|PropertyDefinition|TS\w+Signature)$/.test(parent.type) && parent.key === node
}

function isGlobalObject(node) {
  return node.type === 'Identifier' && ['globalThis', 'window', 'self', 'navigator'].includes(node.name)
}

/** Nothing goes out but through the gate: no other part uses the globals that open connections. */
const networkGate = {
  create(context) {
    if (mayGoOut(relative(context.filename))) return {}
    return {
      Identifier(node) {
        if (globalWaysOut.includes(node.name) && !namesMember(node))
          context.report({ node, message: `${node.name} would go out past electron/backend/network.` })
      },
    }
  },
}

function isElectron(source) {
  return source.type === 'Literal' && /^electron(?:\/|$)/.test(source.value)
}

/** Nothing goes out by what Electron has for it, which no import tells from the rest of it. */
const electronGate = {
  create(context) {
    const file = relative(context.filename)
    if (mayGoOutByElectron(file) || !packageZones.electron.includes(zoneOf(file))) return {}
    const report = (node, name) =>
      context.report({ node, message: `${name} would go out past electron/backend/network.` })
    return {
      ImportDeclaration({ source, specifiers }) {
        if (!isElectron(source)) return
        for (const node of specifiers) {
          if (node.type !== 'ImportSpecifier') report(node, 'Something of all of electron')
          else if (electronWaysOut.modules.includes(node.imported.name)) report(node, node.imported.name)
        }
      },
      ExportNamedDeclaration({ source, specifiers }) {
        if (!source || !isElectron(source)) return
        for (const node of specifiers)
          if (electronWaysOut.modules.includes(node.local.name)) report(node, node.local.name)
      },
      ExportAllDeclaration({ source }) {
        if (isElectron(source)) report(source, 'Something of all of electron')
      },
      ImportExpression({ source }) {
        if (isElectron(source)) report(source, 'Something of all of electron')
      },
      MemberExpression({ object, property, computed }) {
        const name = computed ? property.value : property.name
        if (electronWaysOut.methods.includes(name) && !isGlobalObject(object)) report(property, name)
      },
    }
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
  rules: {
    'import-zones': importZones,
    'import-extension': importExtension,
    'network-gate': networkGate,
    'electron-gate': electronGate,
    'file-size': fileSize,
  },
}
