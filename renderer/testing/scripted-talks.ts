import type { Message, Part } from '@contract/message.ts'
import { scriptedMeasurements, scriptedMessage } from './scripted-data.ts'

const code = `The bucket fills continuously instead of by a timer, so an idle limiter costs nothing and a burst of up to \`capacity\` goes through at once.

\`\`\`typescript
export class TokenBucket {
  private tokens = this.capacity;
  private last = performance.now();

  constructor(readonly perSecond = 5, readonly capacity = 10) {}

  /** Takes one token; false means: try again later. */
  take(): boolean {
    const now = performance.now();
    this.tokens = Math.min(this.capacity, this.tokens + ((now - this.last) / 1000) * this.perSecond);
    this.last = now;
    return this.tokens >= 1 && (this.tokens -= 1, true);
  }
}
\`\`\`

Call \`take()\` before each request.`
const begun = 'A crust forms when the surface dries. Steam keeps it moist for the first ten'
const question = 'Write a token bucket that allows bursts but averages 5 requests a second. No dependencies.'

/** How the answer of a scripted conversation ended, by its number. */
const endings: readonly Partial<Message>[] = [
  {},
  { status: 'stopped', parts: [{ type: 'text', text: begun }] },
  { status: 'interrupted', parts: [{ type: 'text', text: begun }] },
  {
    status: 'failed',
    parts: [{ type: 'text', text: begun }],
    failure: { code: 'ENGINE_CRASHED', data: { signal: 'SIGKILL', exitCode: null } },
  },
  {
    status: 'failed',
    parts: [],
    failure: { code: 'MODEL_FILE_MISSING', data: { path: '/media/models/Qwen3-4B-Q4_K_M.gguf' } },
  },
  {
    status: 'failed',
    parts: [],
    failure: { code: 'CONTEXT_FULL', data: { usedTokens: 8120, contextSize: 8192, canLeaveOut: true } },
  },
]

/** The messages of the scripted conversation with this number: the first ones each end in another way. */
export function scriptedTalk(conversationId: string, number: number): Message[] {
  const id = (name: string): string => `${conversationId}-${name}`
  const text = (words: string): Part[] => [{ type: 'text', text: words }]
  const asked = number === 8 ? `${question}\n\n${'The same again, in other words. '.repeat(400)}` : question
  const first = scriptedMessage({ id: id('q'), conversationId, role: 'user', parts: text(asked) })
  const answer = scriptedMessage({
    id: id('a'),
    conversationId,
    role: 'assistant',
    parentId: first.id,
    parts: [{ type: 'reasoning', text: 'Continuous refill is simplest.', durationMs: 3000 }, ...text(code)],
    ...endings[number],
  })
  if (number === 6 && answer.run) answer.run = { ...answer.run, stopReason: 'max-tokens' }
  if (number !== 7) return [first, answer]
  return [first, answer, ...moreVersions(conversationId, answer)]
}

/** Two more answers to the first question, and a second question whose answer no longer saw the first. */
function moreVersions(conversationId: string, answer: Message): Message[] {
  const others = ['b', 'c'].map((name) => ({ ...answer, id: `${conversationId}-${name}` }))
  const next = scriptedMessage({
    id: `${conversationId}-q2`,
    conversationId,
    role: 'user',
    parentId: `${conversationId}-c`,
    parts: [{ type: 'text', text: 'And without the class?' }],
  })
  const last = scriptedMessage({
    id: `${conversationId}-a2`,
    conversationId,
    role: 'assistant',
    parentId: next.id,
    parts: [{ type: 'text', text: 'A closure does the same.' }],
  })
  if (last.run) last.run = { ...last.run, measurements: { ...scriptedMeasurements(12), droppedMessages: 2 } }
  return [...others, next, last]
}

/** A conversation of so many messages. */
export function longTalk(conversationId: string, messages: number): Message[] {
  return Array.from({ length: messages }, (_, index) =>
    scriptedMessage({
      id: `${conversationId}-${index}`,
      conversationId,
      role: index % 2 === 0 ? 'user' : 'assistant',
      parentId: index === 0 ? null : `${conversationId}-${index - 1}`,
      parts: [
        {
          type: 'text',
          text:
            index % 2 === 0
              ? `Question ${index / 2 + 1}`
              : `Answer ${(index + 1) / 2}.\n\n${index % 6 === 1 ? code : begun}`,
        },
      ],
    }),
  )
}
