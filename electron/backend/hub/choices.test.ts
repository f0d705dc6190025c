import { expect, test } from 'vitest'
import { hubChoiceSchema } from '../../contract/hub.ts'
import { choicesOf } from './choices.ts'
import { qualityOf, quantizationOf } from './quantization.ts'

const sha256 = 'a'.repeat(64)

function sibling(rfilename: string, size: number | null = 1000) {
  return { rfilename, size, lfs: { sha256, size } }
}

function filesOf(...names: string[]): string[] {
  return choicesOf(
    names.map((name) => sibling(name)),
    () => null,
  ).map(({ file }) => file)
}

test.each([
  ['Qwen3-8B-Q4_K_M.gguf', 'Q4_K_M', 'very-good'],
  ['qwen2.5-coder-7b-instruct-q4_k_m.gguf', 'Q4_K_M', 'very-good'],
  ['Llama-3.2-3B-Instruct-IQ3_XXS.gguf', 'IQ3_XXS', 'poor'],
  ['Model-IQ4_XS.gguf', 'IQ4_XS', 'good'],
  ['model.Q4_0.gguf', 'Q4_0', 'good'],
  ['Model-UD-Q4_K_XL.gguf', 'UD-Q4_K_XL', 'very-good'],
  ['Model-Q3_K_S.gguf', 'Q3_K_S', 'poor'],
  ['Model-Q3_K_M.gguf', 'Q3_K_M', 'fair'],
  ['Model-Q5_K_S.gguf', 'Q5_K_S', 'very-good'],
  ['Model-Q6_K.gguf', 'Q6_K', 'nearly-lossless'],
  ['gemma-3-270m-it-Q8_0.gguf', 'Q8_0', 'nearly-lossless'],
  ['phi-4-bf16.gguf', 'BF16', 'lossless'],
  ['Q5_K_M/Big-Q5_K_M-00001-of-00003.gguf', 'Q5_K_M', 'very-good'],
  ['gpt-oss-20b-MXFP4.gguf', 'MXFP4', 'very-good'],
  ['model-TQ1_0.gguf', 'TQ1_0', 'poor'],
  ['model.gguf', null, null],
  ['Q4U-Assistant.gguf', null, null],
])('%s is %s, which is %s', (path, quantization, quality) => {
  expect(quantizationOf(path)).toBe(quantization)
  expect(qualityOf(quantizationOf(path))).toBe(quality)
})

test('parts are one choice, the smallest choice comes first, and each has its size and checksum', () => {
  const siblings = [
    sibling('Big-F16-00002-of-00003.gguf', 300),
    sibling('Big-F16-00001-of-00003.gguf', 400),
    sibling('Big-F16-00003-of-00003.gguf', 100),
    sibling('Big-Q4_K_M.gguf', 500),
    { rfilename: 'plain-Q8_0.gguf', size: 600, lfs: null },
  ]
  const choices = choicesOf(siblings, (file) => (file === 'Big-Q4_K_M.gguf' ? 'model-1' : null))
  expect(choices.map(({ file, sizeBytes, modelId }) => [file, sizeBytes, modelId])).toEqual([
    ['Big-Q4_K_M.gguf', 500, 'model-1'],
    ['plain-Q8_0.gguf', 600, null],
    ['Big-F16-00001-of-00003.gguf', 800, null],
  ])
  expect(choices[2]?.files.map(({ path }) => path)).toEqual(
    [1, 2, 3].map((part) => `Big-F16-0000${part}-of-00003.gguf`),
  )
  expect(choices[0]?.files[0]?.sha256).toBe(sha256)
  expect(choices[1]?.files[0]?.sha256).toBeNull()
  for (const choice of choices) expect(hubChoiceSchema.parse(choice)).toEqual(choice)
})

test('what is no model of its own is left out', () => {
  expect(
    filesOf(
      'README.md',
      'mmproj-F16.gguf',
      'mmproj-model-f16.gguf',
      'gemma-3-4b-it-mmproj-f16.gguf',
      'model.imatrix.gguf',
      'imatrix.gguf',
      'ggml-vocab-llama.gguf',
      'MTP/mtp-model-Q8_0.gguf',
      'model.safetensors',
      'Kept-Q4_0.gguf',
      'folder/Kept-Q8_0.GGUF',
      'imatrix/Kept-imatrix-Q4_0.gguf',
    ),
  ).toEqual(['Kept-Q4_0.gguf', 'folder/Kept-Q8_0.GGUF', 'imatrix/Kept-imatrix-Q4_0.gguf'])
})

test('a model that lacks parts, has one twice, or claims absurdly many, is left out', () => {
  expect(filesOf('a-00001-of-00002.gguf')).toEqual([])
  expect(filesOf('a-00002-of-00002.gguf', 'a-00003-of-00002.gguf')).toEqual([])
  expect(filesOf('a-00001-of-00002.gguf', 'a-00001-of-00002.gguf')).toEqual([])
  expect(filesOf('a-00000-of-00000.gguf', 'a-00001-of-99999.gguf')).toEqual([])
  expect(choicesOf([sibling('empty.gguf', 0), sibling('unknown.gguf', null)], () => null)).toEqual([])
})

test.each([
  '../evil.gguf',
  '..\\evil.gguf',
  'a/../../evil.gguf',
  '/etc/evil.gguf',
  'C:\\evil.gguf',
  'C:evil.gguf',
  'a/./b.gguf',
  'a//b.gguf',
  'nul\0byte.gguf',
  'line\nbreak.gguf',
  'a/.../../b.gguf',
  'stream.gguf:hidden.gguf',
  '\u202efugg.gguf',
  'what?.gguf',
  `${'x'.repeat(600)}.gguf`,
])('a file called %j is left out', (name) => {
  expect(filesOf(name, 'fine-Q4_0.gguf')).toEqual(['fine-Q4_0.gguf'])
})
