import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { backend } from '@renderer/app/backend.ts'
import { FailurePanel } from '@renderer/app/failure-panel.tsx'
import { notifyFailedCall } from '@renderer/app/notify.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { useAnswer } from '@renderer/app/use-answer.ts'
import { useCopy } from '@renderer/app/use-copy.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { SegmentedControl } from '@renderer/ui/segmented-control.tsx'
import { Spinner } from '@renderer/ui/spinner.tsx'

/** How a template is typeset. */
const templateText = 'px-3.5 py-3 font-mono text-xs leading-relaxed whitespace-pre-wrap'

async function takeOwnFormat(modelId: string): Promise<void> {
  await backend.models.setChatFormat({ modelId, chatFormat: 'own' }).catch(notifyFailedCall)
}

/** How chats are written out for a model, readable, beside its publisher's way where that is another. */
export function ChatTemplateDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { t } = useTranslation('models')
  const { t: common } = useTranslation()
  const { sentences } = useFormats()
  const [which, setWhich] = useState<'own' | 'publisher'>('own')
  const { status, answer, failure, again } = useAnswer(model.id, (signal) =>
    backend.models.chatTemplate({ modelId: model.id }, { signal }),
  )
  const { copied, copy } = useCopy()
  const { own, publisher } = answer ?? { own: null, publisher: null }
  const differs = own !== null && publisher !== null && own !== publisher
  const shown = which === 'publisher' && differs ? publisher : (own ?? publisher)
  const origin = model.chatTemplate === 'publisher' ? t('template.publisherSame') : null
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title={t('template.title', { name: model.name })}
      description={sentences(
        t('template.text'),
        model.chatTemplate === 'changed' ? t('template.changed') : origin,
        status === 'answered' && own === null && t('template.none'),
        model.chatFormat === 'standard' && t('template.standard'),
      )}
      closeLabel={t('template.close')}
    >
      {model.chatFormat === 'standard' && (
        <Button className="mt-3" size="dense" onClick={() => void takeOwnFormat(model.id)}>
          {t('template.useOwn')}
        </Button>
      )}
      {status === 'asking' && (
        <p className="appear-late mt-6 flex justify-center">
          <Spinner size={20} />
        </p>
      )}
      {status === 'failed' && (
        <div className="mt-4">
          <FailurePanel title={t('template.failed')} failure={failure} onRetry={again} />
        </div>
      )}
      {shown !== null && (
        <>
          <div className="mt-4 mb-2 flex flex-wrap items-center justify-between gap-2">
            {differs ? (
              <SegmentedControl
                label={t('template.which')}
                value={which}
                options={[
                  { value: 'own', label: t('template.own') },
                  { value: 'publisher', label: t('template.publisher') },
                ]}
                onChange={setWhich}
              />
            ) : (
              <span />
            )}
            <Button size="dense" onClick={() => void copy(shown)}>
              {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
              {copied ? common('copied') : t('template.copy')}
            </Button>
            <span role="status" className="sr-only">
              {copied && common('copied')}
            </span>
          </div>
          <div className="grid *:col-start-1 *:row-start-1">
            <pre
              dir="ltr"
              translate="no"
              className={`overflow-x-auto rounded-md bg-sunken select-text ${templateText}`}
            >
              {shown}
            </pre>
            {/* The box keeps the height of the larger one, so that what one chooses with stays under the pointer. */}
            {differs && (
              <pre aria-hidden="true" className={`invisible max-h-[70vh] overflow-hidden ${templateText}`}>
                {shown === own ? publisher : own}
              </pre>
            )}
          </div>
        </>
      )}
    </Dialog>
  )
}
