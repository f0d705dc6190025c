import { implement } from '@orpc/server'
import { availableParallelism, totalmem } from 'node:os'
import { backendContract, type About, type ApplicationEvent } from '../contract/backend.ts'
import type { Settings, SettingsPatch } from '../contract/settings.ts'
import type { ConversationActions } from './chat/conversation-actions.ts'
import type { DraftActions } from './chat/draft-actions.ts'
import type { MessageActions } from './chat/message-actions.ts'
import type { ModelActions } from './models/model-actions.ts'
import type { SettingsStore } from './settings/settings.ts'

/** What the contract's procedures are done by. */
export interface Services {
  conversations: ConversationActions
  messages: MessageActions
  models: ModelActions
  drafts: DraftActions
  settings: SettingsStore
  subscribe: (signal: AbortSignal | undefined) => AsyncGenerator<ApplicationEvent, void, void>
  /** Stores settings and puts them into effect. Throws STORAGE_FAILED. */
  updateSettings: (patch: SettingsPatch) => Settings
  about: () => Pick<About, 'version' | 'dataFolder' | 'modelsFolder' | 'builtIn'>
}

/** The contract's procedures, each handed to the part of the application that does it. */
export function createRouter(app: Services) {
  const { conversations, messages, models, settings, drafts } = app
  const procedure = implement(backendContract)
  return procedure.router({
    events: procedure.events.handler(({ signal }) => app.subscribe(signal)),
    conversations: {
      list: procedure.conversations.list.handler(() => conversations.list()),
      open: procedure.conversations.open.handler(({ input }) => conversations.open(input.conversationId)),
      update: procedure.conversations.update.handler(({ input }) =>
        conversations.update(input.conversationId, input.patch),
      ),
      remove: procedure.conversations.remove.handler(({ input }) => conversations.remove(input.conversationId)),
      restore: procedure.conversations.restore.handler(({ input }) => conversations.restore(input.conversationId)),
      showBranch: procedure.conversations.showBranch.handler(({ input }) => conversations.showBranch(input.messageId)),
    },
    chat: {
      send: procedure.chat.send.handler(({ input }) => messages.send(input)),
      edit: procedure.chat.edit.handler(({ input }) => messages.edit(input.messageId, input.text)),
      regenerate: procedure.chat.regenerate.handler(({ input }) => messages.regenerate(input.messageId)),
      continue: procedure.chat.continue.handler(({ input }) => messages.continue(input.messageId)),
      stop: procedure.chat.stop.handler(({ input }) => messages.stop(input.messageId)),
      attach: procedure.chat.attach.handler(({ input, signal }) => messages.attach(input.messageId, signal)),
      prepare: procedure.chat.prepare.handler(({ input }) =>
        messages.prepare(input.conversationId, input.leafId, input.settings),
      ),
      saveDraft: procedure.chat.saveDraft.handler(({ input }) => drafts.save(input.conversationId, input.text)),
      draft: procedure.chat.draft.handler(({ input }) => drafts.get(input.conversationId)),
    },
    models: {
      list: procedure.models.list.handler(() => models.list()),
      add: procedure.models.add.handler(({ input }) => models.add(input.paths)),
      forget: procedure.models.forget.handler(({ input }) => models.forget(input.modelId)),
      load: procedure.models.load.handler(({ input }) => models.load(input.modelId)),
      unload: procedure.models.unload.handler(() => models.unload()),
      estimate: procedure.models.estimate.handler(({ input }) => models.estimate(input.modelId, input.contextSize)),
    },
    settings: {
      get: procedure.settings.get.handler(() => settings.get()),
      update: procedure.settings.update.handler(({ input }) => app.updateSettings(input)),
    },
    about: procedure.about.handler(() => ({
      ...app.about(),
      memoryBytes: totalmem(),
      cores: availableParallelism(),
      platform: process.platform,
    })),
  })
}
