import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Pitwall, runPitwall, startPitwall } from '../support/start-pitwall.ts';

interface Line {
  readonly name: string;
  readonly level: number;
  readonly msg: string;
}

let pitwall: Pitwall | undefined;
afterEach(async () => {
  await pitwall?.stop();
  pitwall = undefined;
});

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

it('LOG_LEVEL holds in every process: debug tells how each begins, and of calls', { timeout: 90_000 }, async () => {
  pitwall = await startPitwall({ flags: ['--strategies', 'MNQ'], env: { LOG_LEVEL: 'debug' } });
  await fetch(`${pitwall.hub}/health`);
  await fetch(`${pitwall.symbols['MNQ']}/api/accounts`);
  const seen = (): Line[] => linesOf(pitwall?.stderr() ?? '');
  const begun = (): string[] =>
    [...new Set(seen().flatMap(({ msg, name }) => (msg === 'begins' ? [name] : [])))].toSorted();
  await expect.poll(begun, { timeout: 5_000 }).toEqual(['MNQ', 'desk', 'host', 'hub', 'venue']);
  const called = (): string[] =>
    [...new Set(seen().flatMap(({ msg, name }) => (msg === 'call' ? [name] : [])))].toSorted();
  await expect.poll(called, { timeout: 5_000 }).toEqual(['MNQ', 'hub']);
  // The files take their lines a little later.
  const filed = join(pitwall.dataDir, 'logs/combined.log');
  await expect.poll(() => readFileSync(filed, 'utf8'), { timeout: 10_000 }).toContain('"msg":"call"');
});

it('at error nothing below is said by any of them', { timeout: 90_000 }, async () => {
  pitwall = await startPitwall({ flags: ['--strategies', 'MNQ'], env: { LOG_LEVEL: 'error' } });
  await pitwall.stop();
  expect(linesOf(pitwall.stderr()).filter(({ level }) => level < 50)).toEqual([]);
});

it('a level that there is not ends the start, and says which there are', async () => {
  const { code, stderr } = await runPitwall({ env: { LOG_LEVEL: 'loud' } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/LOG_LEVEL.*expected.*debug.*loud/);
});
