import { expect, test } from 'vitest';
import { boxed, openCommand, snapOf } from '../../../../build/launch/open.mjs';

test('every platform has its opener, and none goes through a shell', () => {
  const url = 'file:///run/user/1000/pw-1/pitwall-open-a&b.html';
  expect(openCommand(url, 'linux')).toEqual({ command: 'xdg-open', args: [url] });
  expect(openCommand(url, 'darwin')).toEqual({ command: 'open', args: [url] });
  expect(openCommand(url, 'win32').args).toContain(url);
});

test('the box fits its longest line', () => {
  const lines = boxed(['short', 'a longer line']).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[2]).toBe('│  a longer line  │');
});

test('a browser that is a snap is known by its desktop file, and by where that lies', () => {
  const there = (path: string): boolean => path === '/var/lib/snapd/desktop/applications/firefox_firefox.desktop';
  expect(snapOf('firefox_firefox.desktop', there)).toBe('firefox');
  expect(snapOf('chromium_chromium.desktop', there)).toBeUndefined();
  expect(snapOf('firefox.desktop', () => true)).toBeUndefined();
  expect(snapOf('../evil_x.desktop', () => true)).toBeUndefined();
  expect(snapOf('', () => true)).toBeUndefined();
});
