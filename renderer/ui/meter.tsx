import clsx from 'clsx'

interface Part {
  name: string
  amount: number
  color: string
  opacity?: number
}

interface MeterProps {
  /** Accessible name. */
  label: string
  /** From 0 to `max`; the sum of the parts. */
  value: number
  max: number
  /** The value in words, for assistive technology. */
  valueText: string
  /** What it is made of, from the left: an amount in the same unit, and a colour (CSS). */
  parts: readonly Part[]
  /** Pixels. */
  height?: number
}

/** Shares of the whole below which parts are not told apart, and one has no gap before it: there they would be slivers. */
const leastForParts = 0.03
const leastForGap = 0.02

/** What can be seen of the parts: a small amount is one, in the colour of most of it. */
function visibleParts(parts: readonly Part[], value: number, whole: number): readonly Part[] {
  const present = parts.filter(({ amount }) => amount > 0)
  const [largest] = present.toSorted((a, b) => b.amount - a.amount)
  if (!largest || value / whole >= leastForParts) return present
  return [{ name: largest.name, amount: value, color: largest.color }]
}

/** How much of something is taken, and by what. */
export function Meter({ label, value, max, valueText, parts, height = 8 }: MeterProps) {
  const whole = Math.max(max, value, 1)
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={whole}
      aria-valuenow={value}
      aria-valuetext={valueText}
      className="flex overflow-hidden rounded-full bg-active"
      style={{ height }}
    >
      {visibleParts(parts, value, whole).map(({ name, amount, color, opacity }, index) => (
        <i
          key={name}
          className={clsx('block h-full only:min-w-1', index > 0 && amount / whole >= leastForGap && 'ml-px')}
          style={{ width: `${Math.min(100, (100 * amount) / whole)}%`, background: color, opacity }}
        />
      ))}
    </div>
  )
}
