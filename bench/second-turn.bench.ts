import { join } from 'node:path'
import Database from 'better-sqlite3'
import { measurementsSchema, type Measurements } from '../electron/contract/message.ts'
import { test } from '../e2e/fixtures/test.ts'
import { ChatPage } from '../e2e/pages/chat-page.ts'
import { builtInPath, greedy } from './model.ts'
import { newTokens } from './new-tokens.ts'
import { writeSettings } from './profile.ts'
import { report } from './report.ts'

const first = 'What is a boat?'
const second = 'And what is the difference between a boat and a ship, in your own words?'

test('tokens read for the second turn', async ({ profile, launch }) => {
  await writeSettings(profile, greedy(400))
  const hearth = await launch()
  const chat = new ChatPage(hearth.page)
  await chat.ask(first)
  await chat.answered()
  await chat.ask(second)
  await chat.answered()
  await hearth.quit()
  const evaluated = lastMeasurements(profile).evaluatedTokens
  const wanted = await newTokens(builtInPath, second)
  report({
    what: 'tokens read for the second turn',
    value: `${evaluated}`,
    baseline: `${wanted} tokens that are new`,
    // The beginning of a question, which is always the same, is read while the person types.
    compared: evaluated <= wanted ? `equal, ${wanted - evaluated} of them while typing` : `${evaluated - wanted} more`,
    reach: 'equal',
    reached: evaluated <= wanted,
  })
})

function lastMeasurements(profile: string): Measurements {
  const database = new Database(join(profile, 'hearth.db'), { readonly: true })
  const measurements = database.prepare('SELECT measurements FROM runs ORDER BY row DESC').pluck().get()
  database.close()
  return measurementsSchema.parse(JSON.parse(String(measurements)))
}
