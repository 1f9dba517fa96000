import { defineConfig } from '@playwright/test';

const executablePath = process.env['PITWALL_CHROMIUM'];

/** End-to-end tests run the built project in a real Chromium; `npm test` finds one and names it in PITWALL_CHROMIUM. */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/temp-root.ts',
  outputDir: 'test-results',
  // It matters that things come true, not how soon on a busy machine.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath } }),
    headless: true,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    video: 'off', // needs Playwright's own ffmpeg
  },
});
