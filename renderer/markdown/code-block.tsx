import { WrapText } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@renderer/app/copy-button.tsx'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { CodeLines } from './code-lines.tsx'
import { itemsOf, type Grouped } from './grouped.ts'
import { useHighlight } from './highlight/use-highlight.ts'
import { ScrollBox } from './scroll-box.tsx'

interface CodeBlockProps {
  /** What stands behind the fence. */
  info: string
  lines: Grouped<string>
  /** It is still being written. */
  open?: boolean
}

/** Code with its language's name; lines are wrapped or not, and copied as they were written. */
export const CodeBlock = memo(function CodeBlock({ info, lines, open = false }: CodeBlockProps) {
  const { t } = useTranslation('markdown')
  const [wraps, setWraps] = useState(false)
  const language = languageOf(info)
  const tokens = useHighlight(lines, language)
  return (
    <div className="md-code" data-wraps={wraps || undefined}>
      <div className="md-code-head">
        <span className="md-code-language" dir="auto">
          {language === '' ? t('code') : language}
        </span>
        <IconButton
          icon={WrapText}
          label={t('wrapLines')}
          size="small"
          aria-pressed={wraps}
          onClick={() => setWraps(!wraps)}
        />
        <CopyButton label={t('copyCode')} text={() => itemsOf(lines).join('').replace(/\n$/, '')} />
      </div>
      <ScrollBox label={language === '' ? t('code') : t('codeIn', { language })} className="md-code-box">
        <pre dir="ltr" translate="no">
          <CodeLines lines={lines} tokens={tokens} caret={open} />
        </pre>
      </ScrollBox>
    </div>
  )
})

/** The language in `ts`, `ts title="a.ts"`, `{.ts}`, `ts:a.ts`. */
function languageOf(info: string): string {
  return /^[{.\s]*([^\s{}:,]{1,40})/.exec(info)?.[1] ?? ''
}
