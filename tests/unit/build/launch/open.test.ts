import { expect, test } from 'vitest';
import { boxed, openCommand } from '../../../../build/launch/open.mjs';

test('every platform has its opener, and none goes through a shell', () => {
  const url = 'http://127.0.0.1:3000/?a=1&b=2';
  expect(openCommand(url, 'linux')).toEqual({ command: 'xdg-open', args: [url] });
  expect(openCommand(url, 'darwin')).toEqual({ command: 'open', args: [url] });
  expect(openCommand(url, 'win32').args).toContain(url);
});

test('the box fits its longest line', () => {
  const lines = boxed(['short', 'a longer line']).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[2]).toBe('│  a longer line  │');
});
