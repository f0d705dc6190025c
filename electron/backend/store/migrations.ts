import { migration001 } from './migrations/001-conversations.ts'

/** Every migration in order; number `n` in `user_version` says that the first `n` have run. Only ever appended to. */
export const migrations: readonly string[] = [migration001]
