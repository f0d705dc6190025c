interface ProgressRingProps {
  /** From 0 to 1. */
  share: number
  /** Of the taken part (CSS). */
  color?: string
  size?: number
}

/** How much of something is taken, as a ring. For the eyes only: say it in words beside it. */
export function ProgressRing({ share, color = 'var(--text-soft)', size = 18 }: ProgressRingProps) {
  const circumference = 2 * Math.PI * 7
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} fill="none" aria-hidden="true" className="-rotate-90">
      <circle cx="9" cy="9" r="7" strokeWidth="3.5" stroke="var(--line-strong)" />
      {share > 0 && (
        <circle
          cx="9"
          cy="9"
          r="7"
          strokeWidth="3.5"
          stroke={color}
          strokeDasharray={`${Math.min(1, share) * circumference} ${circumference}`}
        />
      )}
    </svg>
  )
}
