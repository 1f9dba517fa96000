import { defineConfig } from 'vitest/config';

/** Four kinds of test, run as projects: `npm test -- unit`, `npm test -- integration` and so on. */
const kinds = [
  { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], testTimeout: 40_000 },
  { name: 'property', include: ['tests/property/**/*.test.ts'], testTimeout: 120_000 },
  { name: 'golden', include: ['tests/golden/**/*.test.ts'], testTimeout: 300_000 },
  // A market of many processes at full speed is a hundred times slower where ten others want the two cores.
  { name: 'integration', include: ['tests/integration/**/*.test.ts'], testTimeout: 600_000 },
];

export default defineConfig({
  test: {
    pool: 'forks',
    // The runner's own choice on two cores is one worker; files that wait leave the other core idle.
    maxWorkers: 2,
    dangerouslyIgnoreUnhandledErrors: false,
    passWithNoTests: true,
    projects: kinds.map((kind) => ({
      test: {
        ...kind,
        environment: 'node',
        hookTimeout: kind.testTimeout,
        // It matters that things come true, not how soon on a busy machine.
        expect: { poll: { timeout: 120_000 } },
        exclude: ['**/node_modules/**', 'dist/**'],
        globalSetup: ['tests/support/temp-root.ts'],
      },
    })),
  },
});
