import { useTranslation } from 'react-i18next'
import { Kbd } from '@renderer/ui/kbd.tsx'
import { VisuallyHidden } from '@renderer/ui/visually-hidden.tsx'
import { backShortcut, shortcutText } from '@renderer/ui/shortcut.ts'

const groups = [
  {
    name: 'everywhere',
    shortcuts: [
      ['newChat', 'Mod+N'],
      ['search', 'Mod+K'],
      ['models', 'Mod+Shift+M'],
      ['addModel', 'Mod+O'],
      ['settings', 'Mod+,'],
      ['sidebar', 'Mod+B'],
      ['inspector', 'Mod+I'],
      ['back', backShortcut],
      ['toChat', 'Escape'],
    ],
  },
  {
    name: 'chat',
    shortcuts: [
      ['send', 'Enter'],
      ['newLine', 'Shift+Enter'],
      ['editLast', 'ArrowUp'],
      ['stop', 'Escape'],
    ],
  },
  {
    name: 'list',
    shortcuts: [
      ['rename', 'F2'],
      ['remove', 'Del'],
      ['undo', 'Mod+Z'],
    ],
  },
] as const

/** What the keys do. */
export function ShortcutList() {
  const { t } = useTranslation('settings')
  return (
    <section aria-labelledby="shortcuts" className="mt-7">
      <h2 id="shortcuts" className="mb-2.5 text-lg font-[550]">
        {t('shortcuts.title')}
      </h2>
      <div className="grid gap-x-8 rounded-card border border-line bg-raised px-4 pt-1 pb-3 @min-[560px]:grid-cols-2">
        {groups.map(({ name, shortcuts }) => (
          <div key={name} className={name === 'everywhere' ? 'row-span-2' : ''}>
            <h3 className="mt-2.5 mb-1 text-xs font-medium text-faint">{t(`shortcuts.groups.${name}`)}</h3>
            <dl>
              {shortcuts.map(([action, shortcut]) => (
                <div key={action} className="flex min-h-7 items-center justify-between gap-4 py-1 text-sm">
                  <dt className="text-pretty">{t(`shortcuts.${action}`)}</dt>
                  <dd>
                    <Keys shortcut={typeof shortcut === 'string' ? shortcut : shortcut()} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </section>
  )
}

function Keys({ shortcut }: { shortcut: string }) {
  return (
    <>
      <Kbd shortcut={shortcut} />
      <VisuallyHidden>{shortcutText(shortcut)}</VisuallyHidden>
    </>
  )
}
