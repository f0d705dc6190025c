import { RotateCcw } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import { Slider } from './slider.tsx'
import { Tag } from './tag.tsx'

interface SliderFieldProps {
  label: string
  /** One sentence of what it costs and gives. */
  description?: ReactNode
  /** What was chosen; null: automatic. */
  value: number | null
  /** The value in force while nothing is chosen. */
  automatic: number
  min: number
  max: number
  step: number
  format: (value: number) => string
  /** Name of the button that goes back to automatic. */
  resetLabel: string
  /** Said beside the label while nothing is chosen, such as "Automatic". */
  automaticLabel?: string
  /** A value was settled; null: back to automatic. */
  onChange: (value: number | null) => void
  /** While it is dragged, for what follows live; null when the dragging is over. */
  onDrag?: (value: number | null) => void
}

/** A setting that is a number on a scale: name, sentence, value, slider, and the way back to automatic. */
export function SliderField(props: SliderFieldProps) {
  const { label, description, value, automatic, min, max, step, format, onChange, onDrag } = props
  const [dragged, setDragged] = useState<number | null>(null)
  const field = useRef<HTMLDivElement>(null)
  const shown = dragged ?? value ?? automatic
  const reset = (): void => {
    field.current?.querySelector<HTMLElement>('[role=slider]')?.focus() // the button is about to go
    onChange(null)
  }
  return (
    <div ref={field} className="grid grid-cols-[1fr_auto] items-center gap-x-2">
      <span className="flex min-h-7 flex-wrap items-center gap-x-2.5">
        <span className="font-medium">{label}</span>
        {value === null && props.automaticLabel && <Tag tone="pine">{props.automaticLabel}</Tag>}
      </span>
      <span className="flex items-center gap-1 text-soft tabular-nums">
        {value !== null && <IconButton icon={RotateCcw} label={props.resetLabel} size="small" onClick={reset} />}
        {format(shown)}
      </span>
      <span className="col-span-2">
        <Slider
          label={label}
          value={shown}
          min={min}
          max={max}
          step={step}
          valueText={format(shown)}
          onChange={(changed) => {
            setDragged(changed)
            onDrag?.(changed)
          }}
          onCommit={(committed) => {
            setDragged(null)
            onDrag?.(null)
            onChange(committed)
          }}
        />
      </span>
      {description && <p className="col-span-2 mt-0.5 max-w-[76ch] text-sm text-pretty text-soft">{description}</p>}
    </div>
  )
}
