import { HighlightService } from './service.ts'
import type { HighlightRequest } from './token.ts'

// The highlighter's own thread: preparing a grammar's expressions takes up to a second, and no expression can stall the page.

const service = new HighlightService((reply) => self.postMessage(reply))

self.addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => service.take(data))
