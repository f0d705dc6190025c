import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { InertBehind } from './inert-behind.tsx'

interface SelectProps {
  /** Accessible name. */
  label: string
  value: string
  /** `note`: what helps to choose, behind the label. */
  options: readonly { value: string; label: string; note?: ReactNode; disabled?: boolean }[]
  onChange: (value: string) => void
}

/** Chooses one of many; typing the first letters finds it. */
export function Select({ label, value, options, onChange }: SelectProps) {
  const [open, setOpen] = useState(false)
  return (
    <Radix.Root value={value} onValueChange={onChange} open={open} onOpenChange={setOpen}>
      {open && <InertBehind />}
      <Radix.Trigger
        aria-label={label}
        className="inline-flex h-8 max-w-full min-w-0 items-center gap-2 rounded-md border border-line-strong bg-raised pr-2 pl-3 text-sm hover:bg-[image:linear-gradient(var(--bg-hover),var(--bg-hover))]"
      >
        <span className="min-w-0 truncate">
          <Radix.Value>{options.find((option) => option.value === value)?.label}</Radix.Value>
        </span>
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-soft" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-h-(--radix-select-content-available-height) max-w-[min(440px,92vw)] min-w-(--radix-select-trigger-width) overflow-hidden rounded-card border border-line bg-raised text-sm shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                textValue={option.label}
                disabled={option.disabled ?? false}
                className="flex min-h-8 items-center gap-2.5 rounded-sm py-1 pr-3 pl-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover"
              >
                <span className="grid size-4 shrink-0 place-items-center">
                  <Radix.ItemIndicator>
                    <Check size={16} strokeWidth={1.75} aria-hidden="true" />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText asChild>
                  <span className="flex min-w-0 flex-1 items-center gap-4">
                    <span className="min-w-0 flex-1 wrap-anywhere">{option.label}</span>
                    {option.note && <span className="shrink-0 text-xs text-soft tabular-nums">{option.note}</span>}
                  </span>
                </Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
