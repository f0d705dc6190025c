import { useTranslation } from 'react-i18next'
import type { Failure } from '@contract/failure.ts'
import { Button } from '@renderer/ui/button.tsx'
import { defaultHubAddress } from './hub-address.ts'
import { PageButton } from './page-button.tsx'
import { go, paths } from './routes.ts'
import { updateSettings, useSettings } from './state/settings.ts'

/** The next step of a failure where it is one click away: by its name in the texts. */
type Remedy = 'page' | 'token' | 'folder' | 'online' | 'address' | 'search'

/** What can be done at once about a failure, the first thing first. `hubAddress` as it is set. */
export function remediesOf(failure: Failure, hubAddress: string): Remedy[] {
  switch (failure.code) {
    case 'LICENCE_NEEDED':
      return failure.data.hasToken ? ['page'] : ['page', 'token']
    case 'HOST_REFUSED':
      return failure.data.status === 401 || failure.data.status === 403 ? ['token'] : []
    case 'DISK_FULL':
    case 'MODELS_FOLDER_MISSING':
      return ['folder']
    case 'OFFLINE':
      return ['online']
    case 'CONNECTION_FAILED':
      // An address that somebody typed may be what is wrong.
      return hubAddress === defaultHubAddress || URL.parse(hubAddress)?.host !== failure.data.host ? [] : ['address']
    case 'HOST_NOT_ALLOWED':
    case 'HOST_ANSWER_UNREADABLE':
      return ['address']
    case 'NOT_ON_HUB':
      return ['search']
    default:
      return []
  }
}

/** Whether trying again comes to the same as a rule, so that it is offered behind what helps. */
export function seldomPasses({ code }: Failure): boolean {
  return code === 'NOT_ON_HUB'
}

/** Buttons for the next step of a failure, where there is one. */
export function FailureRemedies({ failure }: { failure: Failure }) {
  const { t } = useTranslation('downloads')
  const hubAddress = useSettings(({ settings }) => settings.hubAddress)
  const act = (remedy: Exclude<Remedy, 'page'>): void => {
    switch (remedy) {
      case 'token':
      case 'address':
        go(paths.settings('privacy'))
        break
      case 'folder':
        go(paths.settings('models'))
        break
      case 'search':
        go(paths.discover)
        break
      case 'online':
        void updateSettings({ offline: false })
        break
    }
  }
  return remediesOf(failure, hubAddress).map((remedy) =>
    remedy === 'page' ? (
      failure.code === 'LICENCE_NEEDED' && (
        <PageButton key={remedy} size="dense" pageUrl={failure.data.pageUrl}>
          {t('remedy.page')}
        </PageButton>
      )
    ) : (
      <Button key={remedy} size="dense" onClick={() => act(remedy)}>
        {t(`remedy.${remedy}`)}
      </Button>
    ),
  )
}
