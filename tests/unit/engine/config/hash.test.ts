import { expect, test } from 'vitest';
import { accountKey, canonicalJson, configHash } from '../../../../engine/config/hash.ts';
import { load } from '../../../../engine/config/load.ts';
import type { Settings } from '../../../../engine/config/settings.ts';

function settings(argv: string): Settings {
  const loaded = load({ argv: argv.split(' ').filter(Boolean), env: {}, folder: import.meta.dirname });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  return loaded.settled.settings;
}

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: null }] })).toBe('{"a":[{"c":null}],"b":1}');
});

test.each([
  '--speed max',
  '--hub-port 0 --port MNQ=0',
  '--one-process',
  '--data-dir elsewhere',
  '--exit-when-done',
  '--listen 0.0.0.0',
])('%s does not change the hash', (argv) => {
  expect(configHash(settings(argv))).toBe(configHash(settings('')));
});

test.each([
  '--seed 2',
  '--history-days 3',
  '--sim-hours cme',
  '--preset demo',
  '--strategies MNQ',
  '--from 2026-01-01',
  '--until 2036-01-01',
])('%s changes it', (argv) => {
  expect(configHash(settings(argv))).not.toBe(configHash(settings('')));
});

test('a simulated account is named by seed and days played in advance; DEMO has one of its own', () => {
  const standard = accountKey(settings(''));
  expect(accountKey(settings('--strategies MNQ --sim-hours cme'))).toBe(standard);
  expect(accountKey(settings('--preset demo'))).not.toBe(standard);
  expect(accountKey(settings('--seed 2'))).not.toBe(standard);
  expect(accountKey(settings('--history-days 0'))).not.toBe(standard);
});

test('a recording counts by its content, not by its path', () => {
  const recording = (path: string, sha256: string): Settings => ({
    ...settings(''),
    mode: 'REPLAY',
    feed: { kind: 'replay', files: [{ root: 'MNQ', path, sha256 }], round: false },
  });
  expect(configHash(recording('/a', 'x'))).toBe(configHash(recording('/b', 'x')));
  expect(configHash(recording('/a', 'x'))).not.toBe(configHash(recording('/a', 'y')));
});
