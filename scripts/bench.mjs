// `npm run bench [-- <Playwright's arguments>]`: measures the real application on a virtual screen, each figure beside a baseline that is
// taken in the same run, and prints a table. Nothing else should run on this computer meanwhile.
import fs from 'node:fs'
import path from 'node:path'
import { endToEnd } from './e2e.mjs'
import { main, root, say } from './project.mjs'

const results = path.join(root, 'test-results/bench')

await main(async () => {
  const code = await endToEnd({ args: ['--project=bench', ...process.argv.slice(2)], results })
  const file = path.join(results, 'bench.jsonl')
  const rows = fs.existsSync(file)
    ? fs
        .readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []
  say(`\n${table(rows)}`)
  return code
})

/** A markdown table. */
function table(rows) {
  const head = ['what', 'measured', 'baseline', 'compared', 'reach', '']
  const body = rows.map((row) => [
    row.what,
    row.value,
    row.baseline,
    row.compared,
    row.reach,
    row.reached ? 'yes' : 'NO',
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((cells) => cells[column].length)))
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
