// `npm start`: runs the application from this checkout, bringing what is missing. Arguments are passed on to it.
import { buildIfStale } from './build.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { ensurePackages, main, PlainError, root, run, say } from './project.mjs'
import { ensureElectronLibraries } from './system-libraries.mjs'

await main(async () => {
  refuseWithoutScreen()
  await ensurePackages()
  const { executable } = await electronRuntime()
  await ensureElectronLibraries(executable)
  await buildIfStale()
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return run(executable, [root, ...sandboxArguments(), ...process.argv.slice(2)], { env })
})

function refuseWithoutScreen() {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return
  throw new PlainError(
    'There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set).\n' +
      'Start it from a desktop session, or on a virtual screen: xvfb-run -a npm start (Debian packages xvfb and xauth).',
  )
}

function sandboxArguments() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return []
  say(
    "You are root, where Chromium's sandbox cannot work: starting without it. Use an ordinary account for more than a try.",
  )
  return ['--no-sandbox']
}
