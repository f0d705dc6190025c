import clsx from 'clsx'
import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { useShortcut } from '@renderer/ui/shortcut.ts'
import { returnToChat } from './last-chat.ts'
import { OfflineMark } from './offline-mark.tsx'
import { SidebarButton, useSidebarAway } from './sidebar-button.tsx'

/** How far each place was scrolled when it was left. */
const scrolled = new Map<string, number>()

interface PageViewProps {
  /** Names what is shown, so that coming back to it finds it as it was left; without a name nothing is remembered. */
  place?: string
  children: ReactNode
}

/** A full view other than the chat: it scrolls as a whole, and Escape or its button lead back to the chat. */
export function PageView({ place, children }: PageViewProps) {
  const { t } = useTranslation()
  const sidebarAway = useSidebarAway()
  const scroller = useRef<HTMLDivElement>(null)
  useShortcut('Escape', returnToChat)
  useLayoutEffect(() => {
    if (scroller.current && place !== undefined) scroller.current.scrollTop = scrolled.get(place) ?? 0
  }, [place])
  return (
    <div
      ref={scroller}
      onScroll={(event) => place !== undefined && scrolled.set(place, event.currentTarget.scrollTop)}
      className="@container relative min-h-0 flex-1 [anchor-name:--page] overflow-y-auto [scrollbar-gutter:stable]"
    >
      {/* Where there is no margin for the buttons, they have a strip of their own: what scrolls would be below them. */}
      <div className="sticky top-0 z-10 flex h-0 items-start justify-between px-2 @max-[559px]:-mb-12 @max-[559px]:h-12 @max-[559px]:bg-bg">
        <div className="mt-2 rounded-md bg-bg">
          <SidebarButton />
        </div>
        <div className="mt-2 rounded-md bg-bg">
          <IconButton icon={X} label={t('backToChat')} shortcut="Escape" tooltipSide="left" onClick={returnToChat} />
        </div>
      </div>
      {/* It scrolls away with the title: what it is beside has no margin for it. */}
      <div className="absolute top-3 left-12 z-10">
        <OfflineMark />
      </div>
      {/* Above the title is room for what floats at the top, such as the note of a restart. */}
      <div className={clsx('px-4 pb-8 @min-[560px]:px-10', sidebarAway ? 'pt-12' : 'pt-10')}>{children}</div>
    </div>
  )
}

/** The title of a full view. Takes the focus when the view opens and nothing else has it. */
export function PageTitle({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className="mb-1 text-2xl font-semibold tracking-[-0.015em] outline-none">
      {children}
    </h1>
  )
}
