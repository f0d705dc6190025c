import { ToggleGroup } from 'radix-ui'
import { useRef, type ReactNode } from 'react'

interface SegmentedControlProps<V extends string> {
  /** Accessible name. */
  label: string
  value: V
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[]
  onChange: (value: V) => void
}

/** These lead from one to the next. */
const leadingKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']

/** Chooses one of a few: they are radio buttons, of which the arrow keys choose the next. */
export function SegmentedControl<V extends string>({ label, value, options, onChange }: SegmentedControlProps<V>) {
  /** Radix gives the focus to the next one a moment after the key. */
  const byKey = useRef(false)
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      onKeyDown={({ key }) => {
        byKey.current = leadingKeys.includes(key)
      }}
      onFocus={({ target }) => {
        if (byKey.current) choose(target.dataset['value'] ?? '')
        byKey.current = false
      }}
      className="inline-flex w-fit flex-wrap rounded-md bg-active p-0.5 text-sm"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          data-value={option.value}
          disabled={option.disabled ?? false}
          className="min-h-[26px] rounded-sm px-[11px] py-[3px] whitespace-nowrap text-soft tabular-nums hover:text-text disabled:opacity-50 data-[state=on]:bg-segment data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-knob"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
