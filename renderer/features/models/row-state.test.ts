import { describe, expect, it } from 'vitest'
import type { Failure } from '@contract/failure.ts'
import type { EngineState, Model } from '@contract/model.ts'
import { estimateOf, scriptedModel } from '@renderer/testing/scripted-data.ts'
import { hasTemplate, mainActionOf, removalOf, rowStateOf } from './row-state.ts'

const idle: EngineState = { phase: 'idle' }
const missing: Failure = { code: 'MODEL_FILE_MISSING', data: { path: '/a.gguf' } }
const crashed: Failure = { code: 'ENGINE_CRASHED', data: { signal: 'SIGABRT', exitCode: null } }
const model = scriptedModel({ id: 'a', name: 'A' })
const broken = scriptedModel({ id: 'a', name: 'A', failure: missing, estimate: null })
const tooLarge = scriptedModel({ id: 'a', name: 'A', estimate: estimateOf(40e9, 1e9, 8192) })
const loading = (modelId: string): EngineState => ({ phase: 'loading', modelId, progress: 0.4 })
const failed = (modelId: string): EngineState => ({ phase: 'failed', modelId, failure: crashed })
const ready = (modelId: string): EngineState => ({
  phase: 'ready',
  modelId,
  loaded: { contextSize: 8192, threads: 2, backend: 'cpu', gpuLayers: 0, memoryBytes: 1, loadMs: 1 },
})

const stands = (row: Model, engine: EngineState, waitingId: string | null = null) => {
  const state = rowStateOf(row, engine, waitingId)
  return [state.kind, mainActionOf(state)]
}

describe('a model', () => {
  it('that is there is to chat with, whatever the engine does with another', () => {
    for (const engine of [idle, loading('b'), ready('b'), failed('b')])
      expect(stands(model, engine)).toEqual(['usable', 'chat'])
  })

  it('is loaded, with progress and a way to stop it, then there until it is unloaded', () => {
    expect(rowStateOf(model, loading('a'), 'a')).toEqual({ kind: 'loading', progress: 0.4 })
    expect(stands(model, loading('a'), 'a')).toEqual(['loading', 'cancel'])
    expect(stands(model, ready('a'))).toEqual(['loaded', 'unload'])
  })

  it('waits while the engine is busy with another, and says what went wrong only until it is tried again', () => {
    expect(stands(model, ready('b'), 'a')).toEqual(['waiting', null])
    expect(rowStateOf(model, failed('a'), null)).toEqual({ kind: 'failed', failure: crashed })
    expect(stands(model, failed('a'))).toEqual(['failed', 'load'])
    expect(stands(model, failed('a'), 'a')).toEqual(['waiting', null])
  })

  it('whose file is broken or too large has no chat to offer', () => {
    expect(rowStateOf(broken, idle, null)).toEqual({ kind: 'broken', failure: missing })
    expect(stands(broken, idle)).toEqual(['broken', 'details'])
    expect(stands(tooLarge, idle)).toEqual(['too-large', 'details'])
  })

  it('whose file went away while it runs is still running', () => {
    expect(stands(broken, ready('a'))).toEqual(['loaded', 'unload'])
  })

  it('whose file went away and that failed cannot be tried again', () => {
    expect(rowStateOf(broken, failed('a'), null)).toEqual({ kind: 'broken', failure: missing })
  })

  it('shows its chat template where there is one to be read', () => {
    expect(hasTemplate(model)).toBe(true)
    expect(hasTemplate({ ...model, chatTemplate: 'none' })).toBe(false)
    expect(hasTemplate(broken)).toBe(false)
  })

  it('leaves the list with its files only where they are ours and there', () => {
    expect(removalOf(model)).toBe('remove')
    expect(removalOf(broken)).toBe('forget')
    expect(removalOf({ ...model, source: 'added' })).toBe('forget')
    expect(removalOf({ ...model, source: 'adopted' })).toBe('forget')
    expect(removalOf({ ...model, source: 'built-in' })).toBe(null)
  })
})
