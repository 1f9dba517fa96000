import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chord, DEFAULTS, readSettings, shellSettings, writeSettings } from '../../../../electron/parts/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('without a file the defaults count', () => {
  expect(readSettings(folder)).toEqual({ settings: DEFAULTS, notice: undefined });
  expect(DEFAULTS.flattenShortcut).toBe('Ctrl+Shift+F8');
});

test('what is written is read again, by its owner alone', () => {
  writeSettings(folder, { ...DEFAULTS, keepInTray: true, flattenShortcut: null });
  expect(readSettings(folder).settings).toMatchObject({ keepInTray: true, flattenShortcut: null });
  expect(statSync(join(folder, 'shell.json')).mode & 0o777).toBe(0o600);
});

test('a feed of updates is asked over https alone, but on this machine', () => {
  for (const updateFeed of ['https://updates.example/pitwall/', 'http://127.0.0.1:8080/', 'http://[::1]:8080/', null]) {
    expect(shellSettings.safeParse({ version: 1, updateFeed }).success).toBe(true);
  }
  for (const updateFeed of [
    'http://updates.example/',
    'http://127.0.0.1.example/',
    'ftp://x/',
    'file:///tmp/',
    'HTTP://a/',
  ]) {
    expect([updateFeed, shellSettings.safeParse({ version: 1, updateFeed }).success]).toEqual([updateFeed, false]);
  }
});

test.each(['{', '{"version":1,"keepInTrey":true}', '{"version":2}', '{"version":1,"flattenShortcut":"F8"}'])(
  'a file that cannot be used is set aside and told: %s',
  (text) => {
    writeFileSync(join(folder, 'shell.json'), text);
    const { settings, notice } = readSettings(folder);
    expect(settings).toEqual(DEFAULTS);
    expect(notice).toContain('shell.json.damaged');
    expect(readFileSync(join(folder, 'shell.json.damaged'), 'utf8')).toBe(text);
  },
);

test.each(['Ctrl+Shift+F8', 'Alt+Super+K', 'CommandOrControl+Shift+F12'])('%s is a chord', (text) => {
  expect(chord.safeParse(text).success).toBe(true);
});

test.each(['F8', 'Ctrl+F8', 'Ctrl+Shift', 'Ctrl+Shift+F25', 'Ctrl+Shift+Enter', ''])('%s is none', (text) => {
  expect(chord.safeParse(text).success).toBe(false);
});
