/** What each run of an answer measures, while it writes and afterwards. */
interface RunNumbers {
  outputTokens: number
  tokensPerSecond: number | null
  timeToFirstTokenMs: number | null
}

/** The last run's numbers with those of the whole answer in the place of its own length, speed and time to the first token. */
export function ofWholeAnswer<T extends RunNumbers>(earlier: readonly RunNumbers[], last: T): T {
  const runs = [...earlier, last]
  return {
    ...last,
    outputTokens: runs.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    tokensPerSecond: speedOf(runs),
    timeToFirstTokenMs: runs.find((run) => run.timeToFirstTokenMs !== null)?.timeToFirstTokenMs ?? null,
  }
}

/** All tokens by all the time that they took; a run's first token only begins its time. */
function speedOf(runs: readonly RunNumbers[]): number | null {
  let tokens = 0
  let seconds = 0
  for (const { outputTokens, tokensPerSecond } of runs) {
    if (tokensPerSecond === null) continue
    tokens += outputTokens - 1
    seconds += (outputTokens - 1) / tokensPerSecond
  }
  return seconds > 0 ? tokens / seconds : null
}
