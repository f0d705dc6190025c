import { LoaderCircle } from 'lucide-react'

/** Something is under way whose length is not known. Say what beside it. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle size={size} strokeWidth={1.75} aria-hidden="true" className="spin-steps shrink-0 text-ember" />
}
