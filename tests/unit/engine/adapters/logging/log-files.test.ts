import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bornMsOf, LogFiles, type LogFilesOptions } from '../../../../../engine/adapters/logging/log-files.ts';
import { createProcessLog } from '../../../../../engine/adapters/logging/process-log.ts';

const open: LogFiles[] = [];
afterEach(() => {
  for (const files of open.splice(0)) files.close();
});
const folder = (): string => join(mkdtempSync(join(tmpdir(), 'pitwall-logs-')), 'logs');
const made = (dir: string, options: Partial<LogFilesOptions> = {}): LogFiles => {
  const files = new LogFiles(dir, { rotates: true, ...options });
  open.push(files);
  return files;
};
const line = (n: number, level = 30): string => `{"level":${level},"msg":"line ${n}"}\n`;

test('all lines in combined.log, errors in error.log too, for the owner alone', () => {
  const dir = folder();
  const files = made(dir);
  files.write(line(1));
  files.write(line(2, 50));
  files.write(line(3, 60));
  files.flushSync();
  expect(readFileSync(join(dir, 'combined.log'), 'utf8')).toBe(line(1) + line(2, 50) + line(3, 60));
  expect(readFileSync(join(dir, 'error.log'), 'utf8')).toBe(line(2, 50) + line(3, 60));
  expect(statSync(join(dir, 'combined.log')).mode & 0o777).toBe(0o600);
});

test('one process turns the file over at its size, the others follow, and no line is lost', async () => {
  const dir = folder();
  let now = Date.UTC(2026, 10, 20);
  const host = made(dir, { maxBytes: 400, keep: 3, now: () => (now += 1_000) });
  const hub = made(dir, { rotates: false });
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
  for (let n = 0; n < 60; n += 1) {
    host.write(line(2 * n));
    hub.write(line(2 * n + 1));
    host.flush();
    await settle();
    hub.flush();
    await settle();
  }
  const files = readdirSync(dir).filter((file) => file.startsWith('combined'));
  expect(files.length).toBeLessThanOrEqual(4);
  expect(files.length).toBeGreaterThan(2);
  const lines = files.flatMap((file) => readFileSync(join(dir, file), 'utf8').trimEnd().split('\n'));
  const numbers = lines.map((text) => Number(/line (\d+)/.exec(text)?.[1])).toSorted((a, b) => a - b);
  // Of what is kept nothing is missing: an unbroken run up to the last line.
  expect(numbers.at(-1)).toBe(119);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => 119 - numbers.length + 1 + n));
});

test('a new day turns it over', () => {
  const dir = folder();
  let now = Date.now();
  const files = made(dir, { now: () => now });
  files.write(line(1));
  files.flushSync();
  now += 86_400_000;
  files.flush();
  files.write(line(2));
  files.flushSync();
  expect(readdirSync(dir).filter((file) => file.startsWith('combined.2'))).toHaveLength(1);
  expect(readFileSync(join(dir, 'combined.log'), 'utf8')).toBe(line(2));
});

test('a process log writes there as JSON, secrets hidden, whatever the terminal shows', () => {
  const dir = folder();
  const shown: string[] = [];
  const log = createProcessLog({ name: 'hub', readable: true, sink: { write: (text) => void shown.push(text) } });
  log.toFiles(dir, { rotates: true });
  log.scrubber.add('0123456789abcdef');
  log.error('the secret is 0123456789abcdef');
  log.flush();
  expect(JSON.parse(readFileSync(join(dir, 'error.log'), 'utf8'))).toMatchObject({ name: 'hub', level: 50 });
  expect(readFileSync(join(dir, 'combined.log'), 'utf8')).not.toContain('0123456789abcdef');
  expect(shown[0]).toContain('ERROR');
});

test('a folder that cannot be made costs a warning', () => {
  const shown: string[] = [];
  const log = createProcessLog({ name: 'hub', readable: false, sink: { write: (text) => void shown.push(text) } });
  log.toFiles('/dev/null/logs', { rotates: true });
  log.info('goes on');
  expect(shown.join('')).toMatch(/no log files.*goes on/s);
});

test('a file system without birth times does not turn the file over at every line', () => {
  expect(bornMsOf({ birthtimeMs: 5, mtimeMs: 9 })).toBe(5);
  expect(bornMsOf({ birthtimeMs: 0, mtimeMs: 9 })).toBe(9);
});
