import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ChatView } from '@renderer/features/chat/chat-view.tsx'
import { focusSearch } from '@renderer/features/sidebar/search-field.tsx'
import { Button } from '@renderer/ui/button.tsx'
import { EmptyState } from '@renderer/ui/empty-state.tsx'
import { ErrorBoundary } from '@renderer/ui/error-boundary.tsx'
import { Toaster } from '@renderer/ui/toaster.tsx'
import { TooltipProvider } from '@renderer/ui/tooltip.tsx'
import { AddFilesDialog } from './add-files-dialog.tsx'
import { useConnection } from './backend.ts'
import { BackendStopped } from './backend-stopped.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { DropZone } from './drop-zone.tsx'
import { useRememberedChat } from './last-chat.ts'
import { Layout } from './layout.tsx'
import { useRoute, type Route } from './routes.ts'
import { StorageNote } from './storage-note.tsx'
import { useTransferNotices } from './transfer-notices.ts'
import { useApplicationCommands } from './use-application-commands.ts'
import { useDocumentTitle } from './use-document-title.ts'

// The conversation is what the application opens with; the rest is loaded when it is looked at.
const ModelsView = lazy(() =>
  import('@renderer/features/models/models-view.tsx').then((m) => ({ default: m.ModelsView })),
)
const SettingsView = lazy(() =>
  import('@renderer/features/settings/settings-view.tsx').then((m) => ({ default: m.SettingsView })),
)

/** The whole page. */
export function App() {
  const { t } = useTranslation()
  const route = useRoute()
  const trouble = useConnection((connection) => connection.trouble)
  useApplicationCommands(focusSearch)
  useDocumentTitle(route)
  useRememberedChat(route)
  useTransferNotices()
  return (
    <TooltipProvider>
      {/* Two: what is open over the page makes the outer one inert (ui/inert-behind.tsx). */}
      <div className="h-full">
        <div inert={trouble !== null} className="h-full">
          <Layout route={route}>
            <ConnectionNote />
            <StorageNote />
            <ViewBoundary key={route.view}>
              <Suspense fallback={null}>
                <View route={route} />
              </Suspense>
            </ViewBoundary>
          </Layout>
        </div>
      </div>
      <AddFilesDialog />
      {trouble ? <BackendStopped trouble={trouble} /> : <DropZone />}
      <Toaster label={t('notices')} dismissLabel={t('dismissNotice')} />
    </TooltipProvider>
  )
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case 'chat':
      return <ChatView conversationId={route.conversationId} />
    case 'models':
      return <ModelsView tab={route.tab} repository={route.repository} />
    case 'settings':
      return <SettingsView section={route.section} />
  }
}

function ViewBoundary({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <ErrorBoundary
      renderFallback={(retry) => (
        <div className="grid flex-1 place-content-center">
          <EmptyState title={t('viewFailed.title')}>
            <p>{t('viewFailed.kept')}</p>
            <Button onClick={retry}>{t('tryAgain')}</Button>
          </EmptyState>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  )
}
