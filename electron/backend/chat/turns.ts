import type { Turn } from '../../contract/engine.ts'
import type { Message } from '../../contract/message.ts'

/**
 * A path of messages as the model is to see it. Answers without a word are left out, and what the person said twice in a row is one
 * turn, because many chat templates accept nothing but alternating ones.
 */
export function turnsOf(path: readonly Message[], systemPrompt: string): Turn[] {
  const turns: Turn[] = systemPrompt === '' ? [] : [{ role: 'system', parts: [{ type: 'text', text: systemPrompt }] }]
  for (const { role, parts } of path) {
    const last = turns.at(-1)
    if (parts.length === 0) continue
    if (last?.role === role) last.parts.push({ type: 'text', text: '\n\n' }, ...parts)
    else turns.push({ role, parts: [...parts] })
  }
  return turns
}
