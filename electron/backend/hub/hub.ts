import { basename } from 'node:path/posix'
import { FailureError } from '../../contract/failure.ts'
import type { Settings } from '../../contract/settings.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { ComputerMemory } from '../models/memory.ts'
import { bytesPerToken, expectedSpeed } from '../models/speed.ts'
import { hubUrl } from '../network/network-actions.ts'
import type { Network } from '../network/network.ts'
import type { CalibrationsTable } from '../store/calibrations.ts'
import type { ModelFactsTable } from '../store/model-facts.ts'
import { readCuratedList } from './curated.ts'
import { HubActions } from './hub-actions.ts'
import { HubClient } from './hub-client.ts'

/** What the hub stands on. */
export interface HubOptions {
  network: Network
  settings: () => Settings
  library: ModelLibrary
  facts: ModelFactsTable
  calibrations: CalibrationsTable
  computer: () => ComputerMemory
  curatedListFile: string
}

/** What of a choice is to be downloaded. Sizes in bytes. */
export interface ChosenFiles {
  /** The commit. */
  revision: string
  /** What people call it: as the starting list does where it has it, else as its file says. */
  name: string
  quantization: string | null
  files: { path: string; sizeBytes: number; sha256: string | null }[]
  /** The template that the publisher's own file has; null: none, or not known. */
  chatTemplate: string | null
}

/** The hub, for people (`actions`) and for downloads. */
export interface Hub {
  actions: HubActions
  /** What `file` names, as the hub has it now. Throws NOT_ON_HUB, and what the hub and the connection to it fail with. */
  choice: (repository: string, file: string) => Promise<ChosenFiles>
  fileUrl: HubClient['fileUrl']
  refusal: HubClient['refusal']
}

/** Puts it together. Nothing is asked of the hub until somebody wants something. */
export function createHub(options: HubOptions): Hub {
  const { network, settings, library, facts, calibrations, computer, curatedListFile } = options
  const installed = (repository: string, file: string): string | null =>
    facts.downloadedFrom(repository, file).find((id) => library.get(id) !== undefined) ?? null
  const client = new HubClient({
    gate: network.gate,
    hub: () => hubUrl(settings().hubAddress),
    hasToken: () => network.actions.state().hasToken,
    installed,
  })
  const actions = new HubActions({
    client,
    gate: network.gate,
    curatedListFile,
    computer: {
      memory: computer,
      tokensPerSecond: (summary) => expectedSpeed(bytesPerToken(summary), calibrations.latest()),
    },
    backend: () => calibrations.latest()?.backend ?? null,
    contextSize: () => settings().contextSize,
    installed,
    downloadBytesPerSecond: () => network.actions.downloadSpeed(),
  })
  return {
    actions,
    choice: async (repository, file) => {
      const chosen = await chosenFiles(client, repository, file)
      const list = await readCuratedList(curatedListFile)
      const listed = list.find((entry) => entry.repository === repository && entry.file === file)
      return { ...chosen, name: listed?.name ?? chosen.name }
    },
    fileUrl: (...where) => client.fileUrl(...where),
    refusal: (...refused) => client.refusal(...refused),
  }
}

async function chosenFiles(client: HubClient, id: string, file: string): Promise<ChosenFiles> {
  const { repository, chatTemplate } = await client.repository(id)
  const choice = repository.choices.find((candidate) => candidate.file === file)
  if (!choice) throw new FailureError({ code: 'NOT_ON_HUB', data: { what: `${id}/${file}` } })
  const { quantization, files } = choice
  return { revision: repository.revision, name: nameOf(file, quantization), quantization, files, chatTemplate }
}

/** What people call it: the file's name without its part's number and its quantization. */
function nameOf(file: string, quantization: string | null): string {
  const whole = basename(file).replace(/(?:-\d{5}-of-\d{5})?\.gguf$/i, '')
  const at = quantization === null ? -1 : whole.toUpperCase().lastIndexOf(quantization)
  return (at > 0 ? whole.slice(0, at).replace(/[-._ ]+$/, '') : whole) || whole
}
