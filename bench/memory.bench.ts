import { setTimeout as wait } from 'node:timers/promises'
import { makeProfile, removeProfile } from '../e2e/fixtures/launch.ts'
import { memoryOf, processTree } from '../e2e/fixtures/processes.ts'
import { test } from '../e2e/fixtures/test.ts'
import { ChatPage } from '../e2e/pages/chat-page.ts'
import { launchEmptyWindow } from './empty-window/launch.ts'
import { megabytes, report } from './report.ts'

/** Long enough for both to have come to rest. */
const settleMs = 15_000

test('memory at rest, without the engine', async ({ launch }) => {
  await emptyWindow(0) // GTK looks for the screen's visuals with all of OpenGL in its first program, and keeps the answer at the screen
  const empty = await emptyWindow(settleMs)

  const hearth = await launch()
  await new ChatPage(hearth.page).message.waitFor()
  await wait(settleMs)
  const engine = hearth.child('engine')?.pid
  const ours = sum(hearth.processes().filter(({ pid }) => pid !== engine))
  await hearth.quit()

  const ratio = ours / empty
  report({
    what: 'memory of all processes but the engine, at rest (without mapped files)',
    value: `${megabytes(ours)} MB`,
    baseline: `${megabytes(empty)} MB, an empty window`,
    compared: `× ${ratio.toFixed(2)}`,
    reach: '≤ 1.6',
    reached: ratio <= 1.6,
  })
})

/** Bytes of an empty window that has been open for as long as that. */
async function emptyWindow(openMs: number): Promise<number> {
  const profile = makeProfile()
  const app = await launchEmptyWindow(profile)
  await wait(openMs)
  const bytes = sum(processTree(app.process().pid ?? 0))
  await app.close()
  removeProfile(profile)
  return bytes
}

function sum(processes: readonly { pid: number }[]): number {
  return processes.reduce((bytes, { pid }) => bytes + memoryOf(pid), 0)
}
