// @ts-check
/** @typedef {import('./sources.mjs').Part} Part */

/** @type {readonly Part[]} */
const ENGINE = ['engine'];
/** @type {readonly Part[]} */
const ALL = ['engine', 'electron', 'renderer'];

/**
 * What `npm run <name>` runs: an entry under dist/ that is built first, or a script that runs from its source.
 * @type {Readonly<Record<string, { entry: string, parts: readonly Part[] }>>}
 */
export const COMMANDS = {
  dev: { entry: 'dist/engine/host/main.js', parts: ['engine', 'renderer'] },
  headless: { entry: 'dist/engine/host/main.js', parts: ['engine', 'renderer'] },
  journal: { entry: 'dist/engine/store/cli-journal.js', parts: ENGINE },
  'verify-journal': { entry: 'dist/engine/store/cli-verify.js', parts: ENGINE },
  import: { entry: 'dist/engine/backtest/cli-import.js', parts: ENGINE },
  'sim:report': { entry: 'dist/engine/venue/cli-sim-report.js', parts: ENGINE },
  data: { entry: 'dist/engine/host/cli-data.js', parts: ENGINE },
  user: { entry: 'dist/engine/desk/cli-user.js', parts: ENGINE },
  bench: { entry: 'tests/bench/main.ts', parts: ENGINE },
  'bench:hub': { entry: 'tests/bench/hub.ts', parts: ENGINE },
  'bench:ui': { entry: 'tests/bench/ui.ts', parts: ALL },
  pictures: { entry: 'tests/e2e/pictures-main.ts', parts: ['renderer'] },
  acceptance: { entry: 'tests/acceptance/main.ts', parts: ALL },
  soak: { entry: 'tests/acceptance/soak.ts', parts: ENGINE },
  dist: { entry: 'build/dist.ts', parts: ALL },
  'test:desktop': { entry: 'tests/desktop/main.ts', parts: ALL },
};
