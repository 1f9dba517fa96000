import { expect, test } from 'vitest';
import type { LogLevel } from '../../../../../engine/config/settings.ts';
import { createProcessLog } from '../../../../../engine/adapters/logging/process-log.ts';

function lines(readable: boolean, level: LogLevel = 'info') {
  const written: string[] = [];
  const log = createProcessLog({ name: 'desk', level, readable, sink: { write: (text) => void written.push(text) } });
  return { log, written };
}

test('JSON lines with time, name and pid', () => {
  const { log, written } = lines(false);
  log.info('recovered', { step: 7 });
  log.error('broken', { fault: new Error('why') });
  const [first, second] = written.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(first).toMatchObject({ level: 30, name: 'desk', pid: process.pid, msg: 'recovered', step: 7 });
  expect(first?.['time']).toBeTypeOf('number');
  expect(second?.['fault']).toContain('Error: why');
  expect(written.every((line) => line.endsWith('\n'))).toBe(true);
});

test('readable lines on a terminal', () => {
  const { log, written } = lines(true);
  log.warn('MNQ died', { restarts: 1 });
  expect(written[0]).toMatch(/^\d\d:\d\d:\d\d desk {4}WARN {2}MNQ died {2}restarts=1\n$/);
});

test.each([
  ['trace', ['debug', 'info', 'warn', 'error']],
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['fatal', []],
  ['silent', []],
] as const)('at %s what lies below the level is not written', (level, wanted) => {
  const { log, written } = lines(false, level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each](each);
  expect(written.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(wanted);
});

test('secrets are hidden in words and fields', () => {
  const { log, written } = lines(false);
  log.scrubber.add('0123456789abcdef');
  log.info('the secret is 0123456789abcdef', { token: 'x', url: 'http://h/?token=0123456789abcdef' });
  expect(written.join()).not.toContain('0123456789abcdef');
  expect(written.join()).not.toContain('"x"');
});
