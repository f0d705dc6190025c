import type { Turn } from '../../contract/engine.ts'
import type { Message } from '../../contract/message.ts'

/** A turn with the place in the path of the message that begins it. */
interface PlacedTurn extends Turn {
  place: number
}

/**
 * A path of messages as the model is to see it. Answers without a word are left out, and what the person said twice in a row is one
 * turn, because many chat templates accept nothing but alternating ones.
 */
export function turnsOf(path: readonly Message[], systemPrompt: string): Turn[] {
  const turns: Turn[] = placedTurns(path).map(({ role, parts }) => ({ role, parts }))
  return systemPrompt === '' ? turns : [{ role: 'system', parts: [{ type: 'text', text: systemPrompt }] }, ...turns]
}

/** How many of the path's oldest messages are left out where the oldest `turns` of its turns are; the instructions are none of them. */
export function messagesIn(path: readonly Message[], turns: number): number {
  return turns === 0 ? 0 : (placedTurns(path)[turns]?.place ?? path.length)
}

function placedTurns(path: readonly Message[]): PlacedTurn[] {
  const turns: PlacedTurn[] = []
  for (const [place, { role, parts }] of path.entries()) {
    const last = turns.at(-1)
    if (parts.length === 0) continue
    if (last?.role === role) last.parts.push({ type: 'text', text: '\n\n' }, ...parts)
    else turns.push({ role, parts: [...parts], place })
  }
  return turns
}
