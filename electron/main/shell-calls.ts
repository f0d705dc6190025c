import type { z } from 'zod'
import { shellInputs, type Shell, type ShellCall, type ShellReply } from '../contract/shell.ts'
import { Allowance } from './allowance.ts'

/** What is done for each call of the page, with an input that was checked. `Caller`: whose page it is. */
export type ShellHandlers<Caller> = {
  [C in ShellCall]: (caller: Caller, ...input: z.infer<(typeof shellInputs)[C]>) => ReturnType<Shell[C]>
}

/** Answers a call from whoever made it; null: not our page. */
type Answer<Caller> = (caller: Caller | null, values: unknown[]) => Promise<ShellReply>

/** The answers to the page's calls. Sender first, then how many there were, then input, then the deed. */
export function shellAnswers<Caller>(
  handlers: ShellHandlers<Caller>,
  allowance = new Allowance(),
): Record<ShellCall, Answer<Caller>> {
  const answer =
    <I extends unknown[]>(
      input: z.ZodType<I>,
      handler: (caller: Caller, ...input: I) => Promise<unknown>,
    ): Answer<Caller> =>
    async (caller, values) => {
      if (caller === null) return { refused: 'sender' }
      if (!allowance.take()) return { refused: 'too-many' }
      const parsed = input.safeParse(values)
      if (!parsed.success) return { refused: 'malformed' }
      return { output: await handler(caller, ...parsed.data) }
    }
  return {
    chooseModelFiles: answer(shellInputs.chooseModelFiles, handlers.chooseModelFiles),
    chooseFolder: answer(shellInputs.chooseFolder, handlers.chooseFolder),
    revealFile: answer(shellInputs.revealFile, handlers.revealFile),
    openLink: answer(shellInputs.openLink, handlers.openLink),
    showLinkMenu: answer(shellInputs.showLinkMenu, handlers.showLinkMenu),
    copyText: answer(shellInputs.copyText, handlers.copyText),
    setTheme: answer(shellInputs.setTheme, handlers.setTheme),
    setLanguage: answer(shellInputs.setLanguage, handlers.setLanguage),
    setProgress: answer(shellInputs.setProgress, handlers.setProgress),
    notify: answer(shellInputs.notify, handlers.notify),
    readLicenses: answer(shellInputs.readLicenses, handlers.readLicenses),
    restartBackend: answer(shellInputs.restartBackend, handlers.restartBackend),
  }
}
