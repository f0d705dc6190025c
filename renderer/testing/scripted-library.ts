import { implement } from '@orpc/server'
import { backendContract } from '@contract/backend.ts'
import { FailureError } from '@contract/failure.ts'
import type { FoundModel } from '@contract/import.ts'
import { estimateOf, scriptedModel } from './scripted-data.ts'
import type { ScriptedStore } from './scripted-store.ts'
import { scriptedImport } from './scripted-transfers.ts'

const gb = 1e9
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A model that another application keeps, with other facts where given. */
export function scriptedFound(facts: Partial<FoundModel> & Pick<FoundModel, 'path' | 'name'>): FoundModel {
  return {
    application: 'LM Studio',
    alsoIn: [],
    sizeBytes: 4.9 * gb,
    parameters: 8.03e9,
    quantization: 'Q4_K_M',
    architecture: 'llama',
    contextLength: 131_072,
    license: 'llama3.1',
    modelId: null,
    failure: null,
    ...facts,
  }
}

/** What other applications keep on the scripted computer. */
export function scriptedFoundModels(): FoundModel[] {
  const broken = '/home/ada/.cache/huggingface/hub/blobs/9f1c'
  return [
    scriptedFound({
      path: '/home/ada/.lmstudio/models/lmstudio-community/Meta-Llama-3.1-8B-Instruct-GGUF/llama-3.1-8b.gguf',
      name: 'Llama 3.1 8B Instruct',
      alsoIn: ['Ollama'],
      modelId: 'adopted-llama',
    }),
    scriptedFound({
      path: '/home/ada/.lmstudio/models/lmstudio-community/Qwen3-14B-GGUF/Qwen3-14B-Q4_K_M.gguf',
      name: 'Qwen 3 14B',
      sizeBytes: 9 * gb,
      parameters: 14.8e9,
      license: 'apache-2.0',
    }),
    scriptedFound({
      path: '/home/ada/.ollama/models/blobs/sha256-77af',
      name: 'gemma3:4b',
      application: 'Ollama',
      sizeBytes: 3.3 * gb,
      parameters: 4.3e9,
      license: 'gemma',
    }),
    scriptedFound({
      path: broken,
      name: 'phi-4-Q4_K_M',
      application: 'Hugging Face',
      sizeBytes: 1.2 * gb,
      parameters: null,
      failure: { code: 'MODEL_FILE_CORRUPT', data: { path: broken, reason: 'truncated', detail: '' } },
    }),
  ]
}

/** What the page may ask of the scripted library. */
export function modelsOf(store: ScriptedStore) {
  const os = implement(backendContract).models
  let loading = 0
  const withoutModel = (modelId: string): void => {
    store.setModels(store.models.filter(({ id }) => id !== modelId))
    store.found = store.found.map((each) => (each.modelId === modelId ? { ...each, modelId: null } : each))
  }
  return {
    list: os.list.handler(() => store.models),
    refresh: os.refresh.handler(() => undefined),
    add: os.add.handler(({ input }) => input.paths.map((path) => added(store, path))),
    forget: os.forget.handler(({ input }) => withoutModel(input.modelId)),
    rename: os.rename.handler(({ input: { modelId, name } }) =>
      store.setModels(
        store.models.map((model) =>
          model.id === modelId ? { ...model, name: name ?? model.id, renamed: name !== null } : model,
        ),
      ),
    ),
    remove: os.remove.handler(({ input: { modelId } }) => {
      if (store.engine.phase === 'ready' && store.engine.modelId === modelId)
        throw new FailureError({ code: 'MODEL_IN_USE', data: { modelId } })
      const freedBytes = store.models.find(({ id }) => id === modelId)?.sizeBytes ?? 0
      withoutModel(modelId)
      return { freedBytes }
    }),
    weigh: os.weigh.handler(({ input: { paths } }) => ({
      sizes: paths.map(() => 2.5e9),
      totalBytes: 2.5e9 * paths.length,
      fileCount: paths.length,
    })),
    import: os.import.handler(({ input: { paths, way } }) => {
      const { length } = paths
      const started = scriptedImport({
        id: `import-${store.imports.length}`,
        way,
        fileCount: length,
        filesDone: 0,
        doneBytes: 0,
      })
      store.setImports([...store.imports, started])
      return started
    }),
    cancelImport: os.cancelImport.handler(({ input }) =>
      store.setImports(
        store.imports.map((each) => (each.id === input.importId ? { ...each, state: 'cancelled' as const } : each)),
      ),
    ),
    dismissImport: os.dismissImport.handler(({ input }) =>
      store.setImports(store.imports.filter(({ id }) => id !== input.importId)),
    ),
    found: os.found.handler(async () => {
      await wait(200)
      return store.found
    }),
    adopt: os.adopt.handler(({ input }) =>
      input.paths.map((path) => {
        const result = added(store, path, 'adopted')
        store.found = store.found.map((each) => (each.path === path ? { ...each, modelId: path } : each))
        return result
      }),
    ),
    chatTemplate: os.chatTemplate.handler(() => ({
      own: "{%- for message in messages %}\n{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' }}\n{%- endfor %}\n{%- if add_generation_prompt %}\n{{- '<|im_start|>assistant\\n' }}\n{%- endif %}",
      publisher:
        "{%- for message in messages %}\n{{- '<|im_start|>' ~ message.role ~ '\\n' ~ (message.content | trim) ~ '<|im_end|>\\n' }}\n{%- endfor %}",
    })),
    setChatFormat: os.setChatFormat.handler(({ input: { modelId, chatFormat } }) =>
      store.setModels(store.models.map((model) => (model.id === modelId ? { ...model, chatFormat } : model))),
    ),
    freeBytes: os.freeBytes.handler(() => 212 * gb),
    folderTrouble: os.folderTrouble.handler(() => null),
    load: os.load.handler(async ({ input: { modelId } }) => {
      loading += 1
      const mine = loading
      for (let step = 0; step <= 20; step++) {
        store.setEngine({ phase: 'loading', modelId, progress: step / 20 })
        await wait(150)
        if (mine !== loading) throw new FailureError({ code: 'MODEL_LOAD_CANCELLED', data: { modelId } })
      }
      store.setEngine({
        phase: 'ready',
        modelId,
        loaded: { contextSize: 8192, threads: 8, backend: 'cpu', gpuLayers: 0, memoryBytes: 450e6, loadMs: 600 },
      })
      return store.engine
    }),
    unload: os.unload.handler(() => {
      loading += 1
      store.setEngine({ phase: 'idle' })
    }),
    estimate: os.estimate.handler(({ input }) => {
      const model = store.models.find(({ id }) => id === input.modelId)
      const tokens = input.contextSize ?? 8192
      return model?.estimate ? estimateOf(model.sizeBytes, tokens * 23_000, tokens) : null
    }),
  }
}

function added(store: ScriptedStore, path: string, source: 'added' | 'adopted' = 'added') {
  const found = store.found.find((each) => each.path === path)
  const name = found?.name ?? path.split('/').at(-1) ?? path
  if (!found && !name.endsWith('.gguf')) {
    const { failure } = new FailureError({
      code: 'MODEL_FILE_CORRUPT',
      data: { path, reason: 'not-gguf', detail: '' },
    })
    return { result: 'refused' as const, path, failure }
  }
  const application = found?.application ?? null
  const model = scriptedModel({ id: path, name: name.replace('.gguf', ''), path, source, application })
  store.setModels([...store.models, model])
  return { result: 'added' as const, path, model }
}
