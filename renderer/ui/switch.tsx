import { Switch as Radix } from 'radix-ui'

interface SwitchProps {
  /** Accessible name. */
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off, in force at once. On is pine: what it switches on is safe. */
export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      className="relative block h-6 w-10 shrink-0 rounded-full border border-line-strong bg-active data-[state=checked]:border-transparent data-[state=checked]:bg-pine"
    >
      <Radix.Thumb className="block size-[18px] translate-x-[2px] rounded-full bg-soft shadow-knob transition-transform duration-[120ms] data-[state=checked]:translate-x-[18px] data-[state=checked]:bg-raised motion-reduce:transition-none" />
    </Radix.Root>
  )
}
