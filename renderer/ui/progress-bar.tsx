interface ProgressBarProps {
  /** Accessible name. */
  label: string
  /** From 0 to 1. */
  progress: number
}

/** How far something that runs has come. */
export function ProgressBar({ label, progress }: ProgressBarProps) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, progress)))
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-[5px] overflow-hidden rounded-full bg-active"
    >
      <div className="h-full bg-ember" style={{ width: `${percent}%` }} />
    </div>
  )
}
