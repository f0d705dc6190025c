import { useEffect, useRef, useState } from 'react'
import { notifyFailedCall } from './notify.ts'

/** How long a copy is confirmed (ms). */
const confirmedMs = 2000

interface Copying {
  /** It was just copied. */
  copied: boolean
  /** Never fails: why it could not is said. */
  copy: (text: string) => Promise<void>
}

/** Copies text to the clipboard, and tells for a moment that it did. */
export function useCopy(): Copying {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async (text: string): Promise<void> => {
    setCopied(false) // so that it is said again
    try {
      await window.hearth.copyText(text)
    } catch (error) {
      notifyFailedCall(error)
      return
    }
    setCopied(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), confirmedMs)
  }

  return { copied, copy }
}
