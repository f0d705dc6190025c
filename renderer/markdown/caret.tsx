/** Marks where the next word will stand. */
export function Caret() {
  return <span className="md-caret" aria-hidden="true" />
}
