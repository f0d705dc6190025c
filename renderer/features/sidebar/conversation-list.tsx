import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Virtualizer, type CustomItemComponentProps, type VirtualizerHandle } from 'virtua'
import type { ConversationSummary } from '@contract/conversation.ts'
import { removeConversation } from '@renderer/app/trash.ts'
import { usePointerOver } from '@renderer/ui/pointer-over.ts'
import { renameConversation } from './rename-conversation.ts'
import { ConversationRow, conversationIdOf, rowLink } from './conversation-row.tsx'
import { groupByDay } from './day-groups.ts'
import { RowMenu, type MenuPlace } from './row-menu.tsx'
import { useGroupLabel } from './use-group-label.ts'
import { useToday } from './use-today.ts'

interface ConversationListProps {
  /** In the order in which they are shown. */
  list: readonly ConversationSummary[]
  /** The one that is open. */
  currentId: string | null
  /** Somebody is at the list, with the pointer or a row's menu, or not any more. */
  onHeld: (held: boolean) => void
  ref: Ref<ListHandle>
}

/** What others may ask of the list. */
export interface ListHandle {
  /** Puts the focus on the row that Tab reaches. */
  focus: () => void
}

/**
 * A row's place. One that is pushed down by another would be hidden until it is measured there, and lose the focus by that; how high rows are
 * is known.
 */
function Place({ style, children, ref }: CustomItemComponentProps) {
  return (
    <div ref={ref} style={{ ...style, visibility: undefined }}>
      {children}
    </div>
  )
}

/** All conversations under the days of their last use. Only what is in sight is on the page. */
export function ConversationList({ list, currentId, onHeld, ref }: ConversationListProps) {
  const { t } = useTranslation('sidebar')
  const groupLabel = useGroupLabel()
  const today = useToday()
  const items = useMemo(() => groupByDay(list, today), [list, today])
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const [renamingId, setRenamingId] = useState<string | null>(null)
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const [menuOpen, setMenuOpen] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const held = usePointerOver(scroller) || menuOpen
  useEffect(() => onHeld(held), [onHeld, held])
  const virtualizer = useRef<VirtualizerHandle>(null)

  const has = (id: string | null): id is string => list.some((conversation) => conversation.id === id)
  const tabbableId = [focusedId, currentId].find(has) ?? list[0]?.id ?? null
  const kept = items.flatMap(({ key }, index) => (key === tabbableId || key === renamingId ? [index] : []))

  const focusRow = (id: string | undefined): void => {
    if (id === undefined) return
    flushSync(() => setFocusedId(id)) // puts a row that is out of sight on the page
    virtualizer.current?.scrollToIndex(
      items.findIndex(({ key }) => key === id),
      { align: 'nearest' },
    )
    rowLink(id)?.focus({ preventScroll: true })
  }

  const neighbour = (id: string, step: number): string | undefined => {
    const index = list.findIndex((conversation) => conversation.id === id)
    return list[Math.min(list.length - 1, Math.max(0, index + step))]?.id
  }

  const remove = (id: string): void => {
    const conversation = list.find((candidate) => candidate.id === id)
    if (!conversation) return
    const last = list.at(-1)?.id === id
    focusRow(neighbour(id, last ? -1 : 1))
    void removeConversation(conversation)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const link = event.target
    if (tabbableId === null || !(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.altKey)
      return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / 32) - 1)
    const actions: Record<string, () => void> = {
      ArrowDown: () => focusRow(neighbour(tabbableId, 1)),
      ArrowUp: () => focusRow(neighbour(tabbableId, -1)),
      PageDown: () => focusRow(neighbour(tabbableId, page)),
      PageUp: () => focusRow(neighbour(tabbableId, -page)),
      Home: () => focusRow(list[0]?.id),
      End: () => focusRow(list.at(-1)?.id),
      F2: () => setRenamingId(tabbableId),
      Delete: () => remove(tabbableId),
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  const onRenamed = useCallback((conversation: ConversationSummary, title: string | null, byKey: boolean) => {
    flushSync(() => setRenamingId(null))
    if (byKey) rowLink(conversation.id)?.focus({ preventScroll: true })
    if (title !== null) void renameConversation(conversation, title)
  }, [])

  const openMenu = useCallback((place: MenuPlace) => {
    setMenu(place)
    setMenuOpen(true)
  }, [])

  useImperativeHandle(ref, () => ({ focus: () => focusRow(tabbableId ?? undefined) }))

  return (
    <div
      ref={scroller}
      role="presentation" // the keys belong to the links within; this only hears of them
      className="min-h-0 flex-1 overflow-y-auto pt-0.5 pb-2"
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const id = conversationIdOf(event.target)
        if (id !== null) setFocusedId(id)
      }}
    >
      <div role="list" aria-label={t('list')}>
        <Virtualizer ref={virtualizer} scrollRef={scroller} data={items} item={Place} itemSize={32} keepMounted={kept}>
          {(item) =>
            item.type === 'group' ? (
              <div key={item.key} className="px-[18px] pt-3.5 pb-[5px] text-xs font-medium text-faint">
                {groupLabel(item.group)}
              </div>
            ) : (
              <ConversationRow
                key={item.key}
                conversation={item.conversation}
                position={item.position}
                total={list.length}
                current={item.key === currentId}
                tabbable={item.key === tabbableId}
                renaming={item.key === renamingId}
                menuOpen={menuOpen && item.key === menu?.conversationId}
                onMenu={openMenu}
                onStartRename={setRenamingId}
                onRenamed={onRenamed}
              />
            )
          }
        </Virtualizer>
      </div>
      <RowMenu
        place={menu}
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        onRename={setRenamingId}
        onRemove={remove}
        onLeave={focusRow}
      />
    </div>
  )
}
