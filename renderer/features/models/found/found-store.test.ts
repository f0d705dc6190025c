import { expect, it } from 'vitest'
import { openConnection } from '@renderer/app/backend.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { giveScriptedPort } from '@renderer/testing/node-ports.ts'
import { scriptedModels } from '@renderer/testing/scripted-data.ts'
import { scriptedFoundModels } from '@renderer/testing/scripted-library.ts'
import { byApplication, followFound, usable, useFound } from './found-store.ts'

it('found models stand under the application that keeps them', () => {
  const groups = byApplication(scriptedFoundModels())
  expect(groups.map(([application, models]) => [application, models.length])).toEqual([
    ['LM Studio', 2],
    ['Ollama', 1],
    ['Hugging Face', 1],
  ])
})

it('all are used but those that are in use already or cannot be read', () => {
  expect(usable(scriptedFoundModels())).toEqual([
    '/home/ada/.lmstudio/models/lmstudio-community/Qwen3-14B-GGUF/Qwen3-14B-Q4_K_M.gguf',
    '/home/ada/.ollama/models/blobs/sha256-77af',
  ])
})

it('looks again when there are other models, and not whenever something about one has changed', async () => {
  const page = openNodePage()
  openConnection()
  const { close } = giveScriptedPort(page, { found: true })
  const [first, ...others] = scriptedModels()
  if (!first) throw new Error('there are models')
  useModels.setState({ list: [first, ...others], loaded: true })
  let looks = 0
  const answered = new Promise<void>((resolve) => {
    useFound.subscribe(({ looking }) => {
      if (looking) looks += 1
      else resolve()
    })
  })
  const stop = followFound()
  useModels.setState({ list: [...others, { ...first, lastUsedAt: 1 }] })
  expect(looks).toBe(1)
  useModels.setState({ list: others })
  expect(looks).toBe(2)
  await answered
  expect(useFound.getState()).toMatchObject({ list: scriptedFoundModels(), looking: false })
  stop()
  useModels.setState({ list: [] })
  expect(looks).toBe(2)
  close()
})
