import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../../../engine/config/nearest.ts';

test('edit distance counts insertions, deletions, replacements and swaps of neighbors', () => {
  expect(editDistance('speed', 'speed')).toBe(0);
  expect(editDistance('sped', 'speed')).toBe(1);
  expect(editDistance('spede', 'speed')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('kitten', 'sitting')).toBe(3);
});

test('the nearest word ignores case and separators', () => {
  expect(nearest('--history_day', ['--hub-port', '--history-days', '--help'])).toBe('--history-days');
  expect(nearest('HubPort', ['hubPort', 'hubAliasPort'])).toBe('hubPort');
});

test('a beginning of a word is near to it', () => {
  expect(nearest('--strat', ['--speed', '--strategies', '--seed'])).toBe('--strategies');
});

test('without candidates there is none', () => {
  expect(nearest('x', [])).toBeUndefined();
});
