/** An ordered end with something open: a person at the terminal is asked; where nobody can answer, it is said what stays. */
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { account, withPosition } from '../support/open-position.ts';
import { type Pitwall, startPitwall } from '../support/start-pitwall.ts';

const FLAGS = ['--preset', 'demo', '--speed', '0.1'];
const OPEN = /Pitwall ends with .+ open: the simulated market stands still/;

let pitwall: Pitwall | undefined;
afterEach(async () => {
  await pitwall?.stop('SIGKILL');
  pitwall = undefined;
});

test('without a terminal it ends, and says what stays open', async () => {
  pitwall = await startPitwall({ flags: FLAGS });
  await withPosition(pitwall);
  const { code } = await pitwall.stop('SIGTERM');
  expect(code).toBe(0);
  expect(pitwall.stderr()).toMatch(OPEN);
});

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('at a terminal', () => {
  test('Ctrl-C asks; a person may stay, and may flatten and end', async () => {
    pitwall = await startPitwall({ flags: FLAGS, atTerminal: true });
    await withPosition(pitwall);
    pitwall.type('\x03');
    await pitwall.said('What should become of it?');
    pitwall.type('s\n');
    await pitwall.said('Pitwall stays.');
    expect((await account(pitwall)).books.some(({ positions }) => positions.length > 0)).toBe(true);
    pitwall.type('\x03');
    await expect.poll(() => pitwall?.stderr().split('What should become of it?').length).toBe(3);
    pitwall.type('f\n');
    expect(await pitwall.ended).toMatchObject({ code: 0 });
    expect(pitwall.stderr()).toContain('flat, as asked on the terminal');
    expect(pitwall.stderr()).not.toMatch(OPEN);
  });

  test('Ctrl-C twice keeps what is open and ends', async () => {
    pitwall = await startPitwall({ flags: FLAGS, atTerminal: true });
    await withPosition(pitwall);
    pitwall.type('\x03');
    await pitwall.said('What should become of it?');
    pitwall.type('\x03');
    expect(await pitwall.ended).toMatchObject({ code: 0 });
    expect(pitwall.stderr()).toMatch(OPEN);
  });
});
