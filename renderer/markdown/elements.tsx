import { Square, SquareCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Components } from 'react-markdown'
import { VisuallyHidden } from '@renderer/ui/visually-hidden.tsx'
import { Caret } from './caret.tsx'
import { ImagePlaceholder } from './image-placeholder.tsx'
import { Link } from './link.tsx'
import { NestedCode } from './nested-code.tsx'
import { TableBox } from './table-box.tsx'
import { elementsOf, textOf } from './tree.ts'
import { Tex } from './tex.tsx'

/**
 * How each element of an answer is shown. The page has headings of its own, so an answer's begin at the third level; every block finds its own
 * direction.
 */
export const elements: Components = {
  h1: ({ children }) => (
    <h3 className="md-h1" dir="auto">
      {children}
    </h3>
  ),
  h2: ({ children }) => (
    <h4 className="md-h2" dir="auto">
      {children}
    </h4>
  ),
  h3: ({ children }) => (
    <h5 className="md-h3" dir="auto">
      {children}
    </h5>
  ),
  h4: ({ children }) => (
    <h6 className="md-h4" dir="auto">
      {children}
    </h6>
  ),
  h5: ({ children }) => (
    <h6 className="md-h4" dir="auto">
      {children}
    </h6>
  ),
  h6: ({ children }) => (
    <h6 className="md-h4" dir="auto">
      {children}
    </h6>
  ),
  p: ({ children }) => <p dir="auto">{children}</p>,
  li: ({ children, className }) => (
    <li dir="auto" className={className}>
      {children}
    </li>
  ),
  ul: ({ children }) => <ul>{children}</ul>,
  ol: ({ children, start }) => <ol start={start}>{children}</ol>,
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  table: ({ children }) => <TableBox>{children}</TableBox>,
  th: ({ children, style }) => (
    <th scope="col" dir="auto" style={style}>
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td dir="auto" style={style}>
      {children}
    </td>
  ),
  a: ({ children, href }) => <Link href={href}>{children}</Link>,
  img: ({ src, alt }) => <ImagePlaceholder src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  input: ({ checked }) => <TaskBox done={checked === true} />,
  pre: ({ node, children }) => {
    const code = node && elementsOf(node).find(({ tagName }) => tagName === 'code')
    const classes = classesOf(code?.properties['className'])
    if (!code || classes.includes('math-display')) return <>{children}</>
    const language = classes.find((name) => name.startsWith('language-'))?.slice('language-'.length)
    return <NestedCode info={language ?? ''} text={textOf(code.children)} />
  },
  code: ({ node, children, className }) => {
    const classes = classesOf(className)
    if (node && classes.includes('language-math')) {
      return <Tex tex={textOf(node.children)} display={classes.includes('math-display')} />
    }
    return (
      <code dir="auto" translate="no">
        {children}
      </code>
    )
  },
  span: ({ node, children }) => (node?.properties['dataCaret'] === '' ? <Caret /> : <>{children}</>),
}

function TaskBox({ done }: { done: boolean }) {
  const { t } = useTranslation('markdown')
  const Icon = done ? SquareCheck : Square
  return (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="md-task" data-done={done || undefined} />
      <VisuallyHidden>{done ? t('taskDone') : t('taskOpen')} </VisuallyHidden>
    </>
  )
}

function classesOf(className: unknown): string[] {
  if (typeof className === 'string') return className.split(' ')
  return Array.isArray(className) ? className.map(String) : []
}
