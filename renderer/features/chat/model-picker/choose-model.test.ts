import { expect, test } from 'vitest'
import { openConnection } from '@renderer/app/backend.ts'
import { useNewChat } from '@renderer/app/state/new-chat.ts'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { givePortToLose } from '@renderer/testing/node-ports.ts'
import { scriptedModel, scriptedModels } from '@renderer/testing/scripted-data.ts'
import { chooseModel, inPickingOrder } from './choose-model.ts'

test('the last used comes first, then by name, and what cannot be used last', () => {
  const names = inPickingOrder(scriptedModels()).map(({ name }) => name)
  expect(names).toEqual([
    'Qwen 3 4B',
    'Llama 3.1 8B',
    'Llama 3.1 8B Instruct',
    'Llama 3.3 70B',
    'Mistral Small 24B',
    'SmolLM2 135M',
    'Command R 35B',
    'half-a-download.Q5_K_M',
  ])
})

test('numbers in names are ordered as numbers', () => {
  const models = ['Qwen 14B', 'Qwen 8B'].map((name) => scriptedModel({ id: name, name }))
  expect(inPickingOrder(models).map(({ name }) => name)).toEqual(['Qwen 8B', 'Qwen 14B'])
})

test('what is not for chats cannot be picked', () => {
  const [first, ...others] = scriptedModels()
  if (!first) throw new Error('there are models')
  const failure = { code: 'MODEL_NOT_FOR_CHAT', data: { path: first.path, kind: 'embedding' } } as const
  expect(inPickingOrder([{ ...first, failure }, ...others])).toHaveLength(others.length)
})

test('a model whose loading is lost with the backend stays chosen', async () => {
  const page = openNodePage()
  openConnection()
  const lost = givePortToLose(page)
  await Promise.all([lost, chooseModel('large')])
  expect(useNewChat.getState().settings.modelId).toBe('large')
})
