import { migration001 } from './migrations/001-conversations.ts'
import { migration002 } from './migrations/002-models-and-network.ts'
import { migration003 } from './migrations/003-chat-format.ts'
import { migration004 } from './migrations/004-deletions.ts'

/** Every migration in order; number `n` in `user_version` says that the first `n` have run. Only ever appended to. */
export const migrations: readonly string[] = [migration001, migration002, migration003, migration004]
