import { expect, it } from 'vitest'
import { scriptedFoundModels } from '@renderer/testing/scripted-library.ts'
import { byApplication, usable } from './found-store.ts'

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
