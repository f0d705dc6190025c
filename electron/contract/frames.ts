import { z } from 'zod'
import type { Port } from './port.ts'

/** What travels over a port: one of oRPC's frames as JSON, by the letters that it shortens their names to. */
const id = z.string()
const anything = z.unknown().optional()
const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional()
const eventFrame = z.object({
  i: id,
  t: z.literal(3),
  p: z.object({ e: z.enum(['message', 'error', 'done']), d: anything }),
})
const abortFrame = z.object({ i: id, t: z.literal(4) })

/** Of who asks. */
export const requestFrame = z.union([
  z.object({
    i: id,
    t: z.undefined().optional(),
    p: z.object({ u: z.string().startsWith('/'), b: anything, h: headers, m: z.string().optional() }),
  }),
  eventFrame,
  abortFrame,
])

/** Of who answers. */
export const responseFrame = z.union([
  eventFrame,
  z.object({
    i: id,
    t: z.undefined().optional(),
    p: z.object({ s: z.int().optional(), h: headers, b: anything }),
  }),
  abortFrame,
])

type Frame = typeof requestFrame | typeof responseFrame

/** A port as oRPC listens to it. */
interface FramePort {
  postMessage(data: unknown): void
  on(event: string, listener: (event?: { data: unknown }) => void): void
}

/**
 * A port through which nothing but sound frames arrive. oRPC reads them in a promise that nobody can catch: one that it cannot read would end
 * this process. `onNonsense` hears of each that is none.
 */
export function soundFrames(port: Port, frame: Frame, onNonsense: () => void): FramePort {
  return {
    postMessage: (data) => port.postMessage(data),
    on: (event, listener) => {
      if (event === 'close') port.on('close', listener)
      if (event !== 'message') return
      port.on('message', ({ data }) => {
        const sound = parse(frame, data)
        if (sound) listener({ data: sound })
        else onNonsense()
      })
    },
  }
}

/** What is sound arrives parsed: oRPC takes it so, too. */
function parse(frame: Frame, data: unknown): z.infer<Frame> | null {
  if (typeof data !== 'string') return null
  try {
    return frame.safeParse(JSON.parse(data)).data ?? null
  } catch {
    return null
  }
}
