import { expect, test } from 'vitest';
import { engineEntries, isEngineEntry } from '../../../build/entries.ts';

test('entries are told by name, in a room itself and not in the rooms inside it', () => {
  for (const file of [
    'engine/host/main.ts',
    'engine/backtest/preplay-main.ts',
    'engine/store/checkpoint-worker.ts',
    'engine/hub/read-worker.ts',
    'engine/symbol/read-worker.ts',
    'engine/store/cli-journal.ts',
  ]) {
    expect(isEngineEntry(file), file).toBe(true);
  }
  for (const file of ['engine/desk/core/main.ts', 'engine/desk/domain.ts', 'renderer/main.ts', 'engine/main.ts']) {
    expect(isEngineEntry(file), file).toBe(false);
  }
});

test('an entry keeps its place under dist', () => {
  expect(engineEntries(['engine/desk/main.ts', 'engine/desk/x.ts'])).toEqual([
    { source: 'engine/desk/main.ts', output: 'dist/engine/desk/main.js' },
  ]);
});
