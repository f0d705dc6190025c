import { implement } from '@orpc/server'
import { backendContract, type About, type ApplicationEvent } from '../contract/backend.ts'
import type { ConversationActions } from './chat/conversation-actions.ts'
import type { DraftActions } from './chat/draft-actions.ts'
import type { MessageActions } from './chat/message-actions.ts'
import type { FoundModels } from './models/found/found-models.ts'
import type { Imports } from './models/import/imports.ts'
import type { LibraryActions } from './models/library-actions.ts'
import type { ModelActions } from './models/model-actions.ts'
import type { Downloads } from './downloads/downloads.ts'
import type { HubActions } from './hub/hub-actions.ts'
import type { NetworkActions } from './network/network-actions.ts'
import type { SettingsActions } from './settings/settings-actions.ts'

/** What the contract's procedures are done by. */
export interface Services {
  conversations: ConversationActions
  messages: MessageActions
  models: ModelActions
  library: LibraryActions
  imports: Imports
  found: FoundModels
  drafts: DraftActions
  network: NetworkActions
  hub: HubActions
  downloads: Downloads
  subscribe: (signal: AbortSignal | undefined) => AsyncGenerator<ApplicationEvent, void, void>
  settings: SettingsActions
  about: () => About
}

/** The contract's procedures, each handed to the part of the application that does it. */
export function createRouter(app: Services) {
  const { conversations, messages, models, library, imports, found, drafts, network, hub, downloads } = app
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
      deleted: procedure.conversations.deleted.handler(() => conversations.deleted()),
      purge: procedure.conversations.purge.handler(({ input }) => conversations.purge(input.conversationIds)),
      showBranch: procedure.conversations.showBranch.handler(({ input }) => conversations.showBranch(input.messageId)),
    },
    chat: {
      send: procedure.chat.send.handler(({ input }) => messages.send(input)),
      edit: procedure.chat.edit.handler(({ input }) => messages.edit(input.messageId, input.text)),
      regenerate: procedure.chat.regenerate.handler(({ input }) => messages.regenerate(input.messageId)),
      continue: procedure.chat.continue.handler(({ input }) => messages.continue(input.messageId)),
      stop: procedure.chat.stop.handler(({ input }) => messages.stop(input.messageId)),
      attach: procedure.chat.attach.handler(({ input, signal }) =>
        messages.attach(input.messageId, input.calm, signal),
      ),
      prepare: procedure.chat.prepare.handler(({ input }) => messages.prepare(input)),
      saveDraft: procedure.chat.saveDraft.handler(({ input }) => drafts.save(input.conversationId, input.text)),
      extendDraft: procedure.chat.extendDraft.handler(({ input }) => drafts.extend(input.conversationId, input.typed)),
      draft: procedure.chat.draft.handler(({ input }) => drafts.get(input.conversationId)),
    },
    models: {
      list: procedure.models.list.handler(() => models.list()),
      refresh: procedure.models.refresh.handler(() => models.refresh()),
      add: procedure.models.add.handler(({ input }) => models.add(input.paths)),
      forget: procedure.models.forget.handler(({ input }) => models.forget(input.modelId)),
      rename: procedure.models.rename.handler(({ input }) => library.rename(input.modelId, input.name)),
      remove: procedure.models.remove.handler(({ input }) => library.remove(input.modelId)),
      weigh: procedure.models.weigh.handler(({ input }) => imports.weigh(input.paths)),
      import: procedure.models.import.handler(({ input }) => imports.begin(input.paths, input.way)),
      cancelImport: procedure.models.cancelImport.handler(({ input }) => imports.cancel(input.importId)),
      dismissImport: procedure.models.dismissImport.handler(({ input }) => imports.dismiss(input.importId)),
      found: procedure.models.found.handler(({ signal }) => found.find(signal)),
      adopt: procedure.models.adopt.handler(({ input }) => found.adopt(input.paths)),
      chatTemplate: procedure.models.chatTemplate.handler(({ input }) => library.chatTemplate(input.modelId)),
      setChatFormat: procedure.models.setChatFormat.handler(({ input }) =>
        library.setChatFormat(input.modelId, input.chatFormat),
      ),
      freeBytes: procedure.models.freeBytes.handler(() => library.freeBytes()),
      folderTrouble: procedure.models.folderTrouble.handler(() => library.folderTrouble()),
      load: procedure.models.load.handler(({ input }) => models.load(input.modelId)),
      unload: procedure.models.unload.handler(() => models.unload()),
      estimate: procedure.models.estimate.handler(({ input }) => models.estimate(input.modelId, input.contextSize)),
    },
    downloads: {
      start: procedure.downloads.start.handler(({ input }) => downloads.start(input.repository, input.file)),
      pause: procedure.downloads.pause.handler(({ input }) => downloads.pause(input.downloadId)),
      resume: procedure.downloads.resume.handler(({ input }) => downloads.resume(input.downloadId)),
      cancel: procedure.downloads.cancel.handler(({ input }) => downloads.cancel(input.downloadId)),
      move: procedure.downloads.move.handler(({ input }) => downloads.move(input.downloadId, input.position)),
    },
    hub: {
      curated: procedure.hub.curated.handler(() => hub.curated()),
      suggestion: procedure.hub.suggestion.handler(({ input }) => hub.suggestion(input.language)),
      search: procedure.hub.search.handler(({ input, signal }) =>
        hub.search(input.query, input.sort, input.cursor, signal),
      ),
      repository: procedure.hub.repository.handler(({ input, signal }) => hub.repository(input.repository, signal)),
      readme: procedure.hub.readme.handler(({ input, signal }) => hub.readme(input.repository, input.revision, signal)),
      fit: procedure.hub.fit.handler(({ input, signal }) =>
        hub.fit(input.repository, input.revision, input.contextSize, signal),
      ),
      setToken: procedure.hub.setToken.handler(({ input }) => network.setToken(input.token)),
    },
    network: {
      connections: procedure.network.connections.handler(({ input }) =>
        network.connections(input.filter, input.before, input.limit),
      ),
      exportConnections: procedure.network.exportConnections.handler(({ input }) => network.export(input.filter)),
      clearConnections: procedure.network.clearConnections.handler(() => network.clear()),
    },
    settings: {
      update: procedure.settings.update.handler(({ input }) => app.settings.update(input)),
    },
    about: procedure.about.handler(() => app.about()),
  })
}
