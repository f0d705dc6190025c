import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toggleSide } from '@renderer/app/state/layout.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { ContextSection } from './inspector/context-section.tsx'
import { InstructionsSection } from './inspector/instructions-section.tsx'
import { LastAnswerSection, LoadedModelSection } from './inspector/facts-sections.tsx'
import { SamplingSection } from './inspector/sampling-section.tsx'
import { WhenFullSection } from './inspector/when-full-section.tsx'
import { useThread } from './thread/thread-store.ts'

/** What holds for one chat: its context, instructions and sampling, and the numbers of its last answer. */
export function Inspector({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat')
  const { t: common } = useTranslation()
  const isShown = useThread((thread) => thread.conversationId === conversationId && isThere(thread.status))
  return (
    <div className="px-4 pb-6">
      <div className="sticky top-0 z-10 flex h-12 items-center justify-between bg-side">
        <h2 className="font-[550]">{common('inspector')}</h2>
        <IconButton
          icon={X}
          label={t('inspector.close')}
          size="small"
          className="-mr-1.5"
          onClick={() => toggleSide('inspector')}
        />
      </div>
      {isShown && <Sections key={conversationId} />}
    </div>
  )
}

function isThere(status: string): boolean {
  return status === 'open' || status === 'new'
}

function Sections(): ReactNode {
  return (
    <>
      <ContextSection />
      <WhenFullSection />
      <InstructionsSection />
      <SamplingSection />
      <LastAnswerSection />
      <LoadedModelSection />
    </>
  )
}
