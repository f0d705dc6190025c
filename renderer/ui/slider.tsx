import { Slider as Radix } from 'radix-ui'

interface SliderProps {
  /** Accessible name. */
  label: string
  value: number
  min: number
  max: number
  step: number
  /** The value in words, for assistive technology. */
  valueText: string
  /** While it is dragged. */
  onChange: (value: number) => void
  /** When it was let go, and at each key. */
  onCommit: (value: number) => void
}

/** A slider without its words; `SliderField` has them. */
export function Slider({ label, value, min, max, step, valueText, onChange, onCommit }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([changed = value]) => onChange(changed)}
      // Of a key, Radix says first that its value is settled and then that it has changed, which would be taken for dragging without an end.
      onValueCommit={([committed = value]) => queueMicrotask(() => onCommit(committed))}
      className="relative flex h-6 w-full touch-none items-center"
    >
      <Radix.Track className="relative h-1 grow rounded-full bg-active">
        <Radix.Range className="absolute h-full rounded-full bg-soft" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-4 rounded-full border border-line-strong bg-thumb shadow-knob after:absolute after:-inset-1"
      />
    </Radix.Root>
  )
}
