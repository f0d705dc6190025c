import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const output = process.env['E2E_OUTPUT'] ?? 'test-results'

export default defineConfig({
  testDir: 'e2e',
  outputDir: join(output, 'artifacts'),
  reporter: [['list'], ['json', { outputFile: join(output, 'e2e.json') }]],
  // One application at a time: a model that decodes takes all the cores, and of two that start together one start in three hundred is lost
  // to the driver, which waits for ever for an application that is there.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'application', testMatch: 'specs/*.spec.ts' },
    // The installed package; see scripts/package-smoke.mjs.
    { name: 'package', testMatch: 'package/*.spec.ts' },
    // Measurements; see scripts/bench.mjs.
    { name: 'bench', testDir: 'bench', testMatch: '*.bench.ts', timeout: 600_000 },
  ],
})
