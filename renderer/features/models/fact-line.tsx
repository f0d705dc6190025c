import { Fragment } from 'react'

/** Facts in a line, which breaks only between them; what is not known is left out. */
export function FactLine({ facts }: { facts: readonly (string | null)[] }) {
  const known = facts.filter((fact) => fact !== null && fact !== '')
  return known.map((fact, index) => (
    <Fragment key={index}>
      <span className="whitespace-nowrap">
        {fact}
        {index < known.length - 1 && ' ·'}
      </span>{' '}
    </Fragment>
  ))
}
