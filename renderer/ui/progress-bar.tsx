interface ProgressBarProps {
  /** Accessible name. */
  label: string
  /** From 0 to 1. */
  progress: number
  /** It does not get on at this moment. */
  still?: boolean
}

/** How far something that runs has come. */
export function ProgressBar({ label, progress, still = false }: ProgressBarProps) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, progress)))
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={`h-[5px] overflow-hidden rounded-full bg-active ${still ? 'opacity-60 saturate-50' : ''}`}
    >
      <div className="h-full bg-ember" style={{ width: `${percent}%` }} />
    </div>
  )
}
