import type { ReactNode } from 'react'

const tones = {
  plain: 'bg-active text-soft',
  /** Safe, or chosen by Hearth. */
  pine: 'bg-pine-wash text-pine',
  /** Worth a look. */
  amber: 'bg-amber-wash text-amber-text',
  /** Alive. */
  ember: 'bg-ember-wash text-ember-text',
}

interface TagProps {
  tone?: keyof typeof tones
  children: ReactNode
}

/** A word or two about what stands before it. */
export function Tag({ tone = 'plain', children }: TagProps) {
  return (
    <span
      className={`rounded-full px-[7px] py-px text-[11.5px] font-medium whitespace-nowrap tabular-nums ${tones[tone]}`}
    >
      {children}
    </span>
  )
}
