import { FailureError } from '../../contract/failure.ts'
import type { GateResponse } from './gate.ts'

/** HOST_ANSWER_UNREADABLE: the host's answer is not what HTTP, its API or a file promises. */
export function unreadable(answer: Pick<GateResponse, 'url'>, detail: string): FailureError {
  return new FailureError({ code: 'HOST_ANSWER_UNREADABLE', data: { host: hostOf(answer.url), detail } })
}

/** With the port where it is not the scheme's own. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}
