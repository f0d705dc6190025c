import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { reveal } from '@renderer/app/reveal.ts'
import { useAbout } from '@renderer/app/state/about.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Button } from '@renderer/ui/button.tsx'
import { SettingCard, SettingRow } from '@renderer/ui/setting-row.tsx'
import { LicensesDialog } from './licenses-dialog.tsx'
import { ShortcutList } from './shortcut-list.tsx'

/** This installation: what it is, where it keeps things, what it never does, and its shortcuts. */
export function AboutSection() {
  const { t } = useTranslation('settings')
  const about = useAbout()
  return (
    <>
      <SettingCard>
        <SettingRow name={t('about.version')} description={t('about.versionText')}>
          <Value>{about?.version}</Value>
        </SettingRow>
        <SettingRow
          name={t('about.data')}
          description={
            <>
              {t('about.dataText')}
              <Path path={about?.dataFolder ?? ''} />
            </>
          }
        >
          {about && <RevealButton path={about.dataFolder} label={t('about.openData')} />}
        </SettingRow>
        <SettingRow name={t('about.private')} description={t('about.privateText')} wide />
        <SettingRow name={t('about.license')} description={t('about.licenseText')}>
          <Value>MIT</Value>
        </SettingRow>
        <Parts />
        <BuiltIn />
        <Computer />
      </SettingCard>
      <ShortcutList />
    </>
  )
}

/** What others made: their licences ask to be shown with it. */
function Parts() {
  const { t } = useTranslation('settings')
  const [shown, setShown] = useState(false)
  return (
    <SettingRow name={t('about.parts')} description={t('about.partsText')}>
      <Button aria-label={t('about.showParts')} onClick={() => setShown(true)}>
        {t('about.show')}
      </Button>
      {shown && <LicensesDialog onClose={() => setShown(false)} />}
    </SettingRow>
  )
}

/** The model inside the application: who made it, and under which terms it is carried. */
function BuiltIn() {
  const { t } = useTranslation('settings')
  const origin = useAbout()?.builtIn
  const model = useModels(({ list }) => list.find(({ source }) => source === 'built-in'))
  if (!model) return null
  const facts = [
    ['publisher', origin?.publisher],
    ['license', origin?.license ?? model.license],
    ['source', origin?.source],
  ] as const
  return (
    <SettingRow
      name={t('about.builtIn', { model: model.name })}
      description={
        <>
          <dl className="my-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
            {facts.map(([name, value]) => value && <Fact key={name} name={t(`about.${name}`)} value={value} />)}
          </dl>
          {t('about.builtInText')}
          <Path path={model.path} />
        </>
      }
    >
      <RevealButton path={model.path} label={t('about.openBuiltIn', { model: model.name })} />
    </SettingRow>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-words text-text select-text">{value}</dd>
    </>
  )
}

/** What the systems call themselves, by Node's names for them. */
const platforms: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

function Computer() {
  const { t } = useTranslation('settings')
  const { bytes } = useFormats()
  const about = useAbout()
  return (
    <SettingRow name={t('about.computer')} description={t('about.computerText')}>
      <Value>
        {about &&
          t('about.computerFacts', {
            memory: bytes(about.memoryBytes),
            cores: about.cores,
            platform: platforms[about.platform] ?? about.platform,
          })}
      </Value>
    </SettingRow>
  )
}

function Value({ children }: { children: ReactNode }) {
  return <span className="text-soft tabular-nums select-text">{children}</span>
}

function Path({ path }: { path: string }) {
  return <span className="mt-1 block min-h-[1.5em] font-mono text-xs wrap-anywhere text-text select-text">{path}</span>
}

function RevealButton({ path, label }: { path: string; label: string }) {
  const { t } = useTranslation('settings')
  return (
    <Button aria-label={label} onClick={() => void reveal(path)}>
      {t('about.open')}
    </Button>
  )
}
