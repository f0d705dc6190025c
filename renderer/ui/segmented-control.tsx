import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

interface SegmentedControlProps<V extends string> {
  /** Accessible name. */
  label: string
  value: V
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[]
  onChange: (value: V) => void
}

/** Chooses one of a few; arrow keys move within. */
export function SegmentedControl<V extends string>({ label, value, options, onChange }: SegmentedControlProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen)
        if (option) onChange(option.value)
      }}
      className="inline-flex w-fit flex-wrap rounded-md bg-active p-0.5 text-sm"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="min-h-[26px] rounded-sm px-[11px] py-[3px] whitespace-nowrap text-soft tabular-nums hover:text-text disabled:opacity-50 data-[state=on]:bg-segment data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-knob"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
