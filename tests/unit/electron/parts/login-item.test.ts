import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { autostartFile, loginArguments, setLaunchAtLogin } from '../../../../electron/parts/login-item.ts';

test('Linux: an autostart entry that comes and goes, with its arguments quoted', () => {
  const home = mkdtempSync(join(tmpdir(), 'pitwall-login-'));
  try {
    const app = { setLoginItemSettings: () => expect.unreachable() };
    const options = { app, platform: 'linux' as const, executable: '/opt/Pit wall/pitwall', env: {}, home };
    setLaunchAtLogin(true, { ...options, args: ['--data-dir', '/a "b" $c %d'] });
    const file = autostartFile({}, home);
    expect(file).toBe(join(home, '.config/autostart/pitwall.desktop'));
    expect(readFileSync(file, 'utf8')).toContain(
      'Exec="/opt/Pit wall/pitwall" "--data-dir" "/a \\\\"b\\\\" \\\\$c %%d"',
    );
    setLaunchAtLogin(false, { ...options, args: [] });
    expect(existsSync(file)).toBe(false);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test.each(['win32', 'darwin'] as const)('%s: by Electron', (platform) => {
  const set: unknown[] = [];
  const app = { setLoginItemSettings: (settings: object) => void set.push(settings) };
  setLaunchAtLogin(true, { app, platform, executable: 'pitwall.exe', args: ['--x'], env: {} });
  expect(set).toEqual([{ openAtLogin: true, path: 'pitwall.exe', args: ['--x'] }]);
});

test('Windows: an argument with a space is quoted, because there they are only joined', () => {
  const set: { args?: string[] }[] = [];
  const app = { setLoginItemSettings: (settings: object) => void set.push(settings) };
  const args = ['--data-dir', 'C:\\My data\\'];
  setLaunchAtLogin(true, { app, platform: 'win32', executable: 'pitwall.exe', args, env: {} });
  expect(set[0]?.args).toEqual(['--data-dir', '"C:\\My data\\\\"']);
});

test('a start at log-in finds the data folder and, in development, the program', () => {
  expect(loginArguments(['--seed', '1', '--data-dir', 'mine'], '/home/a/mine', undefined)).toEqual([
    '--data-dir',
    '/home/a/mine',
    '--seed',
    '1',
  ]);
  expect(loginArguments(['--data-dir=mine'], '/a/mine', '/pitwall')).toEqual(['/pitwall', '--data-dir', '/a/mine']);
  expect(loginArguments([], '/default', undefined)).toEqual([]);
});
