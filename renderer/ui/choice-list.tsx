import { RadioGroup } from 'radix-ui'
import { useId } from 'react'

interface ChoiceListProps<V extends string> {
  /** Accessible name. */
  label: string
  value: V
  options: readonly { value: V; name: string; text: string }[]
  onChange: (value: V) => void
}

/** Chooses one of a few that need a sentence each; arrow keys move within. */
export function ChoiceList<V extends string>({ label, value, options, onChange }: ChoiceListProps<V>) {
  const id = useId()
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen)
        if (option) onChange(option.value)
      }}
      className="grid gap-1.5"
    >
      {options.map(({ value: own, name, text }) => (
        <RadioGroup.Item
          key={own}
          value={own}
          aria-labelledby={`${id}-${own}-name`}
          aria-describedby={`${id}-${own}-text`}
          className="group grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 rounded-md border border-line px-3 py-2.5 text-left text-sm hover:bg-hover data-[state=checked]:border-ember data-[state=checked]:bg-ember-wash"
        >
          <span className="mt-px grid size-4 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-ember">
            <RadioGroup.Indicator className="block size-2 rounded-full bg-ember" />
          </span>
          <span>
            <span id={`${id}-${own}-name`} className="block font-medium">
              {name}
            </span>
            <span id={`${id}-${own}-text`} className="block text-soft">
              {text}
            </span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
