import type { MenuCommand } from '@contract/shell.ts'
import { useEffect, useEffectEvent } from 'react'

const listeners = new Map<MenuCommand, Set<() => void>>()

/** Carries out a command, whether it came from the menu, a shortcut or a button. */
export function runCommand(command: MenuCommand): void {
  const present = [...(listeners.get(command) ?? [])] // who comes because of it is not called as well
  for (const listener of present) listener()
}

/** Takes part in a command while mounted. Several may: `new-chat` navigates here and focuses the composer there. */
export function useCommand(command: MenuCommand, handler: () => void): void {
  const onCommand = useEffectEvent(handler)
  useEffect(() => {
    const listener = (): void => onCommand()
    const ofCommand = listeners.get(command) ?? new Set()
    listeners.set(command, ofCommand.add(listener))
    return () => {
      ofCommand.delete(listener)
    }
  }, [command])
}
