import { expect, test } from 'vitest';
import { logLine, readyLine } from '../../../../build/launch/host.mjs';

test('the ready line is known by its event and its parts', () => {
  const line = { event: 'ready', hub: 'http://127.0.0.1:3000', dataDir: '/d' };
  expect(readyLine(JSON.stringify(line))).toEqual(line);
  expect(readyLine('{"event":"ready"}')).toBeUndefined();
  expect(readyLine('{broken')).toBeUndefined();
  expect(readyLine('hello')).toBeUndefined();
});

test('of a log only warnings and worse, and plain text, are shown', () => {
  expect(logLine('{"level":30,"msg":"hub listens"}')).toEqual({ text: 'hub listens', show: false });
  expect(logLine('{"level":50,"name":"desk","msg":"no disk","err":{"message":"ENOSPC"}}')).toEqual({
    text: '[desk] no disk ENOSPC',
    show: true,
  });
  expect(logLine('Port 3000 is taken')).toEqual({ text: 'Port 3000 is taken', show: true });
});
