import { z } from 'zod'

// The page's policy forbids generated code. Imported first, so that no schema ever tries.
z.config({ jitless: true })
