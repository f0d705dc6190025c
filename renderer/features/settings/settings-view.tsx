import { useTranslation } from 'react-i18next'
import { PageTitle, PageView } from '@renderer/app/page-view.tsx'
import type { SettingsSection } from '@renderer/app/routes.ts'
import { AboutSection } from './about/about-section.tsx'
import { ChatSection } from './chat/chat-section.tsx'
import { GeneralSection } from './general-section.tsx'
import { ModelsSection } from './models/models-section.tsx'
import { PrivacySection } from './privacy/privacy-section.tsx'
import { SectionList } from './section-list.tsx'

/** Everything that can be set, a section at a time. Each change is in force at once. */
export function SettingsView({ section }: { section: SettingsSection }) {
  const { t } = useTranslation('settings')
  return (
    <PageView place={`settings/${section}`}>
      <div className="mx-auto max-w-[1000px] gap-9 @min-[760px]:grid @min-[760px]:grid-cols-[188px_minmax(0,1fr)]">
        <SectionList current={section} />
        <div className="@container min-w-0">
          <PageTitle key={section}>{t(`sections.${section}`)}</PageTitle>
          <p className="mb-5 text-[14.5px] text-pretty text-soft">{t(`leads.${section}`)}</p>
          <Section section={section} />
        </div>
      </div>
    </PageView>
  )
}

function Section({ section }: { section: SettingsSection }) {
  switch (section) {
    case 'general':
      return <GeneralSection />
    case 'chat':
      return <ChatSection />
    case 'models':
      return <ModelsSection />
    case 'privacy':
      return <PrivacySection />
    case 'about':
      return <AboutSection />
  }
}
