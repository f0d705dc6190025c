import { lazy, Suspense } from 'react'
import { Spinner } from '@renderer/ui/spinner.tsx'

// Whoever does not read a description does not load it.
const Shown = lazy(async () => {
  const [{ MarkdownView }, { splitMarkdown }] = await Promise.all([import('./markdown.tsx'), import('./splitter.ts')])
  return { default: ({ text }: { text: string }) => <MarkdownView document={splitMarkdown(text)} /> }
})

/** Markdown of a stranger, shown as answers are: no HTML, no image fetched, no address that the page could follow. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <Suspense fallback={<Spinner />}>
      <Shown text={text} />
    </Suspense>
  )
}
