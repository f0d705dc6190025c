import { Fragment, useId, type ReactNode } from 'react'

interface SectionProps {
  title: string
  /** Beside the title, such as a button. */
  aside?: ReactNode
  children: ReactNode
}

/** A titled part of the inspector. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="pt-3 text-pretty first-of-type:pt-0">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
        <h3 id={id} className="text-xs font-medium text-faint">
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** Names with their values, one pair a line. */
export function Pairs({ pairs }: { pairs: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-[5px] text-soft tabular-nums">
      {pairs.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd className="text-right">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
