import type { EngineState, Model } from '@contract/model.ts'
import type { Failure } from '@contract/failure.ts'
import { isAway } from '@renderer/app/state/models.ts'

/** How a model stands: what can be done with it, and what is being done. */
export type RowState =
  /** Its file cannot be used. */
  | { kind: 'broken'; failure: Failure }
  /** Chosen to be loaded when the answer that is being written has ended. */
  | { kind: 'waiting' }
  /** `progress` from 0 to 1. */
  | { kind: 'loading'; progress: number }
  | { kind: 'loaded' }
  /** It was to be loaded, or was, and that went wrong. */
  | { kind: 'failed'; failure: Failure }
  /** Larger than this computer's memory. */
  | { kind: 'too-large' }
  | { kind: 'usable' }

/** How a model stands by what its file, the engine and this computer's memory say. `waitingId`: chosen to be loaded. */
export function rowStateOf(model: Model, engine: EngineState, waitingId: string | null): RowState {
  if (engine.phase !== 'idle' && engine.modelId === model.id) {
    switch (engine.phase) {
      case 'loading':
        return { kind: 'loading', progress: engine.progress }
      case 'ready':
        return { kind: 'loaded' }
      case 'failed':
        if (!model.failure && waitingId !== model.id) return { kind: 'failed', failure: engine.failure }
    }
  }
  if (model.failure) return { kind: 'broken', failure: model.failure }
  if (waitingId === model.id) return { kind: 'waiting' }
  return { kind: model.estimate?.fit === 'will-not-fit' ? 'too-large' : 'usable' }
}

/** The model that the engine has loaded, or is loading; null: none. */
export function runningModelId(engine: EngineState): string | null {
  return engine.phase === 'loading' || engine.phase === 'ready' ? engine.modelId : null
}

/** What the row's one button does. */
export type MainAction = 'chat' | 'load' | 'unload' | 'cancel' | 'details'

/** The row's one button; null while there is nothing to press. */
export function mainActionOf(state: RowState): MainAction | null {
  switch (state.kind) {
    case 'usable':
      return 'chat'
    case 'loaded':
      return 'unload'
    case 'loading':
      return 'cancel'
    case 'failed':
      return 'load'
    case 'broken':
    case 'too-large':
      return 'details'
    case 'waiting':
      return null
  }
}

/** Whether its chat template can be read: it has one, in a file that can be. */
export function hasTemplate({ chatTemplate, failure }: Pick<Model, 'chatTemplate' | 'failure'>): boolean {
  return chatTemplate !== 'none' && failure === null
}

/**
 * How a model leaves the list: with its files, or by itself, because they are not ours to delete, or away, so that nothing can be. null: it came with
 * the application.
 */
export function removalOf(model: Pick<Model, 'source' | 'failure'>): 'remove' | 'forget' | null {
  switch (model.source) {
    case 'built-in':
      return null
    case 'added':
    case 'adopted':
      return 'forget'
    case 'folder':
      return isAway(model) ? 'forget' : 'remove'
  }
}
