import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const output = process.env['E2E_OUTPUT'] ?? 'test-results'

export default defineConfig({
  testDir: 'e2e',
  outputDir: join(output, 'artifacts'),
  reporter: [['list'], ['json', { outputFile: join(output, 'e2e.json') }]],
  // Two applications beside each other: starting, ending and looking at a screen leave a processor idle.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'application', testMatch: 'specs/*.spec.ts' },
    // The installed package; see scripts/package-smoke.mjs.
    { name: 'package', testMatch: 'package/*.spec.ts', workers: 1 },
    // Measurements; see scripts/bench.mjs.
    { name: 'bench', testDir: 'bench', testMatch: '*.bench.ts', workers: 1, timeout: 600_000 },
  ],
})
