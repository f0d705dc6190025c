import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseModelFiles } from '@renderer/app/add-models.ts'
import { backend } from '@renderer/app/backend.ts'
import { notifyFailedCall, notifyFailure } from '@renderer/app/notify.ts'
import { paths } from '@renderer/app/routes.ts'
import { updateSettings } from '@renderer/app/state/settings.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { Button, ButtonLink } from '@renderer/ui/button.tsx'

/** As many as are named. */
const named = 3

interface OtherWaysProps {
  /** Why none is proposed for a download, or does not arrive; where that is said already, nothing. */
  why?: ReactNode
  /** The switch is what keeps it from coming. */
  offline?: boolean
  onUse: (modelId: string) => void
  onClose?: () => void
}

/** The ways to a better model that need no connection: what other applications keep here, and a file. */
export function OtherWays({ why, offline = false, onUse, onClose }: OtherWaysProps) {
  const { t } = useTranslation('chat')
  const { bytes } = useFormats()
  const found = useAnswer('found', (signal) => backend.models.found(undefined, { signal })).answer ?? []
  const here = found.filter(({ failure }) => failure === null)

  const use = async (path: string, modelId: string | null): Promise<void> => {
    if (modelId !== null) return onUse(modelId)
    try {
      const [result] = await backend.models.adopt({ paths: [path] })
      if (result?.result === 'added') onUse(result.model.id)
      else if (result) notifyFailure(result.failure)
    } catch (error) {
      notifyFailedCall(error)
    }
  }

  return (
    <div className="grid grid-cols-1 gap-2.5">
      {why && <p>{why}</p>}
      {here.length > 0 && (
        <>
          <p className="text-soft">{t('suggestion.here')}</p>
          <ul className="grid">
            {here.slice(0, named).map(({ path, name, application, sizeBytes, modelId }) => (
              <li key={path} className="flex min-w-0 items-center gap-3 py-1">
                <span className="flex min-w-0 flex-1 items-baseline gap-1.5">
                  <span title={name} className="truncate font-medium">
                    {name}
                  </span>
                  <span className="shrink-0 text-xs text-soft tabular-nums">
                    {application} · {bytes(sizeBytes)}
                  </span>
                </span>
                <Button
                  size="dense"
                  aria-label={t('suggestion.useOf', { name })}
                  onClick={() => void use(path, modelId)}
                >
                  {t('suggestion.use')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {offline && (
          <Button size="dense" onClick={() => void updateSettings({ offline: false })}>
            {t('suggestion.online')}
          </Button>
        )}
        <Button
          size="dense"
          onClick={() => {
            onClose?.()
            void chooseModelFiles()
          }}
        >
          {t('suggestion.add')}
        </Button>
        {here.length > named && (
          <ButtonLink href={`#${paths.found}`} variant="quiet" size="dense">
            {t('suggestion.allFound')}
          </ButtonLink>
        )}
      </div>
    </div>
  )
}
