import { Fragment } from 'react'

/** Facts in a line, which breaks only between them, or within one that is longer than the line; what is not known is left out. */
export function FactLine({ facts }: { facts: readonly (string | null)[] }) {
  const known = facts.filter((fact) => fact !== null && fact !== '')
  return known.map((fact, index) => (
    <Fragment key={index}>
      <span className="inline-block max-w-full">
        {fact}
        {index < known.length - 1 && ' ·'}
      </span>
      {index < known.length - 1 && ' '}
    </Fragment>
  ))
}
