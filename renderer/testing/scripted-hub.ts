import { FailureError, type Failure } from '@contract/failure.ts'
import type { ChoiceFit, CuratedModel, HubChoice, HubRepository, HubRepositorySummary, Quality } from '@contract/hub.ts'
import { estimateOf } from './scripted-data.ts'

const gb = 1e9
const revision = '0123456789abcdef0123456789abcdef01234567'

/** An entry of the starting list, with other facts where given. */
export function scriptedCurated(facts: Partial<CuratedModel> & Pick<CuratedModel, 'name' | 'sizeBytes'>): CuratedModel {
  const { name, sizeBytes } = facts
  const slug = name.replaceAll(' ', '-')
  const estimate = estimateOf(sizeBytes, sizeBytes * 0.2, 8192)
  return {
    repository: `publisher/${slug}-GGUF`,
    file: `${slug}-Q4_K_M.gguf`,
    quantization: 'Q4_K_M',
    kinds: ['general'],
    parameters: sizeBytes / 0.62,
    license: 'apache-2.0',
    languages: ['en', 'zh'],
    sentence: { en: 'A balanced model for everyday questions.', 'zh-CN': '均衡的模型，适合日常问题。' },
    estimate,
    tokensPerSecond: estimate.fit === 'will-not-fit' ? null : (45 * gb) / sizeBytes,
    modelId: null,
    ...facts,
  }
}

/** A starting list: one of each kind, and of each fit. */
export function scriptedCuratedList(): CuratedModel[] {
  return [
    scriptedCurated({
      name: 'Qwen 3 4B',
      sizeBytes: 2.5 * gb,
      kinds: ['general', 'multilingual'],
      modelId: 'qwen3-4b',
      sentence: {
        en: 'Writes well in a hundred languages and thinks before difficult answers.',
        'zh-CN': '能用上百种语言流畅写作，遇到难题会先思考。',
      },
    }),
    scriptedCurated({
      name: 'Gemma 3 12B',
      sizeBytes: 7.3 * gb,
      kinds: ['general', 'multilingual'],
      license: 'gemma',
      sentence: {
        en: 'Careful prose and good summaries; needs some patience without a graphics card.',
        'zh-CN': '行文细致，善于总结；没有显卡时需要一些耐心。',
      },
    }),
    scriptedCurated({
      name: 'Qwen 2.5 Coder 7B',
      sizeBytes: 4.7 * gb,
      kinds: ['code'],
      sentence: {
        en: 'Reads, writes and explains code in most languages.',
        'zh-CN': '阅读、编写和解释大多数编程语言的代码。',
      },
    }),
    scriptedCurated({
      name: 'DeepSeek R1 Distill 8B',
      sizeBytes: 4.9 * gb,
      kinds: ['reasoning'],
      license: 'mit',
      sentence: {
        en: 'Works through mathematics and puzzles step by step, at length.',
        'zh-CN': '逐步推演数学和谜题，过程详尽。',
      },
    }),
    scriptedCurated({
      name: 'Mistral Small 24B',
      sizeBytes: 11.5 * gb,
      quantization: 'Q3_K_M',
      sentence: { en: 'Close to the large ones in knowledge and tone.', 'zh-CN': '知识和语气接近大型模型。' },
    }),
    scriptedCurated({
      name: 'Qwen 3 30B A3B',
      sizeBytes: 18.6 * gb,
      kinds: ['general', 'code', 'reasoning'],
      sentence: {
        en: 'Many small experts: as quick as a small model, with the knowledge of a large one.',
        'zh-CN': '由许多小专家组成：速度如小模型，知识如大模型。',
      },
    }),
    scriptedCurated({
      name: 'Llama 3.2 1B',
      sizeBytes: 0.81 * gb,
      license: 'llama3.2',
      sentence: { en: 'Very quick, for short texts on small computers.', 'zh-CN': '非常快，适合小型电脑上的短文本。' },
    }),
  ]
}

const names = [
  ['bartowski/Qwen_Qwen3-8B-GGUF', 812_345, 412, 8.2e9, 'qwen3', 'apache-2.0'],
  ['unsloth/gemma-3-12b-it-GGUF', 640_210, 388, 11.8e9, 'gemma3', 'gemma'],
  ['bartowski/Meta-Llama-3.1-8B-Instruct-GGUF', 1_204_511, 967, 8.03e9, 'llama', 'llama3.1'],
  ['lmstudio-community/Mistral-Small-24B-Instruct-2501-GGUF', 98_120, 74, 23.6e9, 'llama', 'apache-2.0'],
  [
    'someone/an-experiment-with-a-very-long-name-that-does-not-fit-into-one-line-of-the-list-GGUF',
    12,
    0,
    null,
    null,
    null,
  ],
] as const

/** A page of search results: `page` from 0. */
export function scriptedResults(query: string, page: number): HubRepositorySummary[] {
  return Array.from({ length: 4 }, (_, round) =>
    names.map(([id, downloads, likes, parameters, architecture, license], index) => ({
      id: round + page === 0 ? id : `${id}-${page * 4 + round}`,
      downloads: Math.round(downloads / (1 + round + page * 4)),
      likes,
      updatedAt: Date.now() - (index + round * 5 + page * 20) * 86_400_000 * 3,
      gated: index === 1,
      license,
      parameters,
      architecture,
      otherKind: null,
    })),
  )
    .flat()
    .filter(({ id }) => id.toLowerCase().includes(query.toLowerCase()))
}

const quantizations: readonly (readonly [string, Quality, number])[] = [
  ['Q2_K', 'poor', 0.4],
  ['Q3_K_M', 'fair', 0.5],
  ['Q4_K_M', 'good', 0.62],
  ['Q5_K_M', 'very-good', 0.72],
  ['Q6_K', 'nearly-lossless', 0.83],
  ['Q8_0', 'nearly-lossless', 1.07],
  ['F16', 'lossless', 2],
]

/** A repository with seven choices, the largest of them split. */
export function scriptedRepository(id: string, installed: string | null): HubRepository {
  const found = scriptedResults('', 0).find((summary) => summary.id === id)
  const summary: HubRepositorySummary = found ?? {
    id,
    downloads: 52_100,
    likes: 31,
    updatedAt: Date.now() - 9e8,
    gated: id.includes('gated'),
    license: 'apache-2.0',
    parameters: 8.2e9,
    architecture: 'qwen3',
    otherKind: null,
  }
  const parameters = summary.parameters ?? 7e9
  const base = (id.split('/')[1] ?? id).replace(/-GGUF.*$/, '')
  const choices = quantizations.map(([quantization, quality, perWeight]): HubChoice => {
    const sizeBytes = parameters * perWeight
    const parts = quantization === 'F16' ? 2 : 1
    const files = Array.from({ length: parts }, (_, part) => ({
      path:
        parts === 1
          ? `${base}-${quantization}.gguf`
          : `${quantization}/${base}-${quantization}-0000${part + 1}-of-00002.gguf`,
      sizeBytes: sizeBytes / parts,
      sha256: null,
    }))
    const modelId = quantization === 'Q3_K_M' ? installed : null
    return { file: files[0]?.path ?? '', quantization, quality, sizeBytes, files, modelId }
  })
  return { ...summary, revision, choices, hasReadme: true, pageUrl: `https://huggingface.co/${id}` }
}

/** What is expected of a repository's choices on the scripted computer. */
export function scriptedFits({ choices }: HubRepository): ChoiceFit[] {
  const fits = choices.map(({ file, sizeBytes }) => ({
    file,
    estimate: estimateOf(sizeBytes, 1.1 * gb, 8192),
    sizeBytes,
  }))
  const best = fits.findLast(({ estimate }) => estimate.fit === 'fits')
  return fits.map(({ file, estimate, sizeBytes }) => ({
    file,
    estimate,
    tokensPerSecond: estimate.fit === 'will-not-fit' ? null : (45 * gb) / sizeBytes,
    recommended: file === best?.file,
  }))
}

/** A README of a stranger, with what is not to be fetched or followed. */
export const scriptedReadme = `# A model

![banner](https://elsewhere.example/banner.png)

**Quantized** with the usual tools. See [the original](https://example.org/original).

| Quantization | Use |
|---|---|
| Q4_K_M | The usual choice |
| Q8_0 | Almost the original |

\`\`\`sh
run --model a.gguf
\`\`\`

<script>alert(1)</script>
`

/** How the scripted hub answers: as it should, slowly, with nothing, or not at all. */
export type HubMood = 'fine' | 'slow' | 'empty' | 'failing'

const failures: Failure = {
  code: 'CONNECTION_FAILED',
  data: { host: 'huggingface.co', detail: 'getaddrinfo ENOTFOUND huggingface.co' },
}

/** Waits or fails as the hub is in the mood for. `offline`: the switch. */
export async function hubMood(mood: HubMood, offline: boolean): Promise<void> {
  if (offline) throw new FailureError({ code: 'OFFLINE', data: {} })
  await new Promise((resolve) => setTimeout(resolve, mood === 'slow' ? 60_000 : 250))
  if (mood === 'failing') throw new FailureError(failures)
}
