import clsx from 'clsx'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Sidebar } from '@renderer/features/sidebar/sidebar.tsx'
import { Drawer } from '@renderer/ui/drawer.tsx'
import { Late, useLate } from '@renderer/ui/late.ts'
import type { Route } from './routes.ts'
import { closeDrawer, useLayout } from './state/layout.ts'
import { useNarrow } from './use-narrow.ts'

const lateInspector = new Late(() => import('@renderer/features/chat/inspector.tsx'))

/** Sidebar, main part and inspector: side by side, or drawers over the main part where the window is narrow. */
export function Layout({ route, children }: { route: Route; children: ReactNode }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const layout = useLayout()
  const loaded = useLate(lateInspector, layout.inspector || layout.drawer === 'inspector')
  const inspector = route.view === 'chat' && loaded !== null && (
    <loaded.Inspector conversationId={route.conversationId} />
  )

  useEffect(() => lateInspector.loadAhead(), [])
  useEffect(() => {
    if (!narrow) closeDrawer()
  }, [narrow])

  const sidebarBeside = !narrow && layout.sidebar
  const inspectorBeside = !narrow && layout.inspector && inspector
  return (
    <div
      className={clsx('grid h-full grid-rows-1', {
        'grid-cols-1': !sidebarBeside && !inspectorBeside,
        'grid-cols-[256px_minmax(0,1fr)]': sidebarBeside && !inspectorBeside,
        'grid-cols-[minmax(0,1fr)_280px]': !sidebarBeside && inspectorBeside,
        'grid-cols-[256px_minmax(0,1fr)_280px]': sidebarBeside && inspectorBeside,
      })}
    >
      {sidebarBeside && (
        <aside aria-label={t('sidebar')} className="min-h-0 border-r border-line bg-side">
          <Sidebar route={route} />
        </aside>
      )}
      <main className="relative flex min-h-0 min-w-0 flex-col [anchor-name:--main]">{children}</main>
      {inspectorBeside && (
        <aside aria-label={t('inspector')} className="min-h-0 overflow-y-auto border-l border-line bg-side text-sm">
          {inspector}
        </aside>
      )}
      <Drawer side="left" label={t('sidebar')} open={narrow && layout.drawer === 'sidebar'} onClose={closeDrawer}>
        <div className="min-h-0 flex-1 border-r border-line bg-side">
          <Sidebar route={route} />
        </div>
      </Drawer>
      <Drawer
        side="right"
        label={t('inspector')}
        open={narrow && layout.drawer === 'inspector' && inspector !== false}
        onClose={closeDrawer}
      >
        <div className="min-h-0 flex-1 overflow-y-auto border-l border-line bg-side text-sm">{inspector}</div>
      </Drawer>
    </div>
  )
}
