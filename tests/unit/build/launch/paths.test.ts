import { expect, test } from 'vitest';
import { defaultDataDir as enginesDataDir } from '../../../../engine/config/data-folder.ts';
import { defaultDataDir, flagValue, withoutFlag } from '../../../../build/launch/paths.mjs';

test("the data folder is the platform's", () => {
  expect(defaultDataDir('linux', {}, '/home/a')).toBe('/home/a/.local/share/pitwall');
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/pitwall');
  expect(defaultDataDir('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Pitwall');
  expect(defaultDataDir('win32', { APPDATA: 'C:\\A\\Roaming' }, 'C:\\A')).toBe('C:\\A\\Roaming\\Pitwall');
});

test('the engines have the same rule', () => {
  const home = '/home/a';
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const env of [{}, { XDG_DATA_HOME: '/data' }, { XDG_DATA_HOME: '' }, { APPDATA: 'C:\\A' }]) {
      expect(defaultDataDir(platform, env, home)).toBe(enginesDataDir(platform, env, home));
    }
  }
});

test('flags are read in both spellings, the last one counts', () => {
  expect(flagValue(['--shell', 'browser'], '--shell')).toBe('browser');
  expect(flagValue(['--shell=browser', '--shell=headless'], '--shell')).toBe('headless');
  expect(flagValue(['--seed', '1'], '--shell')).toBeUndefined();
});

test("the launcher's own flag does not reach the host", () => {
  expect(withoutFlag(['--seed', '1', '--shell', 'browser', '--round'], '--shell')).toEqual(['--seed', '1', '--round']);
  expect(withoutFlag(['--shell=browser', '--seed=1'], '--shell')).toEqual(['--seed=1']);
});
