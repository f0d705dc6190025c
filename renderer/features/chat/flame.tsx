/** Hearth's mark: a fire on its stone. */
export function Flame({ className = 'size-11' }: { className?: string }) {
  return (
    <svg viewBox="0 0 48 48" fill="none" aria-hidden="true" className={className}>
      <path d="M24 5c2 7 10 11 10 21a10 10 0 0 1-20 0c0-4 2-7 4-9 0 3 1 5 3 6 0-7 1-12 3-18z" fill="var(--ember)" />
      <path d="M24 25c1 3 5 4.5 5 9a5 5 0 0 1-10 0c0-3 3-5 5-9z" fill="var(--bg)" />
      <path d="M10 43h28" stroke="var(--text-soft)" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  )
}
