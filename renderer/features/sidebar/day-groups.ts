import type { ConversationSummary } from '@contract/conversation.ts'

/** The part of the list that a conversation stands in, by when it was last used. `month` from 0. */
export type DayGroup =
  | { kind: 'today' | 'yesterday' | 'last-7-days' | 'last-30-days' }
  | { kind: 'month'; year: number; month: number }

/** What the list shows, from the top. */
export type ListItem =
  | { type: 'group'; key: string; group: DayGroup }
  /** `position`: place among the conversations, from 1. */
  | { type: 'conversation'; key: string; conversation: ConversationSummary; position: number }

/** Starts of the calendar days that part the groups, in local time, ms. */
interface Boundaries {
  today: number
  yesterday: number
  sevenDays: number
  thirtyDays: number
}

function boundariesAt(now: number): Boundaries {
  const date = new Date(now)
  const daysAgo = (days: number): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime()
  return { today: daysAgo(0), yesterday: daysAgo(1), sevenDays: daysAgo(7), thirtyDays: daysAgo(30) }
}

function groupWithin(at: number, { today, yesterday, sevenDays, thirtyDays }: Boundaries): DayGroup {
  if (at >= today) return { kind: 'today' }
  if (at >= yesterday) return { kind: 'yesterday' }
  if (at >= sevenDays) return { kind: 'last-7-days' }
  if (at >= thirtyDays) return { kind: 'last-30-days' }
  const date = new Date(at)
  return { kind: 'month', year: date.getFullYear(), month: date.getMonth() }
}

function keyOf(group: DayGroup): string {
  return group.kind === 'month' ? `${group.year}-${group.month}` : group.kind
}

/** Puts a heading before the first conversation of each group. The list is the last used first; `now` in ms since 1970. */
export function groupByDay(list: readonly ConversationSummary[], now: number): ListItem[] {
  const boundaries = boundariesAt(now)
  const items: ListItem[] = []
  let groupKey: string | null = null
  for (const [index, conversation] of list.entries()) {
    const group = groupWithin(conversation.updatedAt, boundaries)
    const key = keyOf(group)
    if (key !== groupKey) items.push({ type: 'group', key: `group:${key}`, group })
    groupKey = key
    items.push({ type: 'conversation', key: conversation.id, conversation, position: index + 1 })
  }
  return items
}

/** Ms until the next midnight, when the groups change by themselves. */
export function untilNextDay(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() - now
}
