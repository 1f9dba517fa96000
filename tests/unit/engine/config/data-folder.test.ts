import { expect, test } from 'vitest';
import { defaultDataDir } from '../../../../engine/config/data-folder.ts';
import { defaultDataDir as launchersRule } from '../../../../build/launch/paths.mjs';

test.each([
  ['linux', {}, '/home/u', '/home/u/.local/share/pitwall'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/u', '/data/pitwall'],
  ['darwin', {}, '/Users/u', '/Users/u/Library/Application Support/Pitwall'],
  ['win32', {}, 'C:\\Users\\u', 'C:\\Users\\u\\AppData\\Roaming\\Pitwall'],
  ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\u', 'D:\\Roaming\\Pitwall'],
] as const)('%s %j', (platform, env, home, expected) => {
  expect(defaultDataDir(platform, env, home)).toBe(expected);
  // The launcher looks for a running instance there before this program exists.
  expect(launchersRule(platform, env, home)).toBe(expected);
});
