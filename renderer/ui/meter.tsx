interface MeterProps {
  /** Accessible name. */
  label: string
  /** From 0 to `max`; the sum of the parts. */
  value: number
  max: number
  /** The value in words, for assistive technology. */
  valueText: string
  /** What it is made of, from the left: an amount in the same unit, and a colour (CSS). */
  parts: readonly { name: string; amount: number; color: string; opacity?: number }[]
  /** Pixels. */
  height?: number
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
      className="flex gap-px overflow-hidden rounded-full bg-active"
      style={{ height }}
    >
      {parts.map(({ name, amount, color, opacity }) => (
        <i
          key={name}
          className="block h-full"
          style={{ width: `${Math.min(100, (100 * amount) / whole)}%`, background: color, opacity }}
        />
      ))}
    </div>
  )
}
