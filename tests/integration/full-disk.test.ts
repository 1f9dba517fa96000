import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url));
const mount = mkdtempSync(join(tmpdir(), 'pitwall-disk-'));
afterAll(() => rmdirSync(mount));

/** Runs a program with a file system of 12 MiB of its own at `mount`, which goes with it. */
function onSmallDisk(...program: readonly string[]) {
  const script = 'mount -t tmpfs -o size=12m tmpfs "$0" && exec "$@"';
  return spawnSync('unshare', ['-Urm', 'sh', '-c', script, mount, ...program], { encoding: 'utf8' });
}

// Needs Linux and user namespaces; elsewhere the contract suite has the same story told by SQLite's error code.
describe.skipIf(onSmallDisk('true').status !== 0)('a disk that is really full', () => {
  test('the ballast gives room at once, the spill takes what the file cannot, and nothing is lost', () => {
    const done = onSmallDisk(process.execPath, fixture('full-disk'), mount);
    expect(done.stderr).toBe('');
    const [running, starting, startingSmall, host, sparse] = JSON.parse(done.stdout) as Record<string, unknown>[];
    const full = running?.['full'] as { step: number; error: string };
    expect(full.error).toMatch(/^JournalUnavailable: .*disk is full/);
    expect(full.step).toBeGreaterThan(10); // what a MiB of ballast is good for
    expect(running).toMatchObject({
      before: { ballast: true },
      after: { fault: 'full', ballast: false },
      rows: (full.step + 1) * 40,
      refused: expect.stringMatching(/^StoreProblem: .*disk is full. Nothing was changed/) as string,
      taken: (full.step + 1) * 40,
      ballast: true,
    });
    for (const start of [starting, startingSmall]) expect(start).toEqual({ rows: 80, ballast: false });
    expect(host).toEqual({ epoch: 2 });
    const [filled, spilled] = [sparse?.['full'], sparse?.['spilled']] as { step: number; error: string }[];
    expect(filled!.step).toBeGreaterThan(1);
    expect(spilled!.error).toMatch(/^SpillUnavailable: .*ENOSPC/);
    expect(sparse).toMatchObject({
      said: [
        'there is no space for the spill; on a full disk it will take nothing',
        'the file could not be marked as closed; the next start will check it',
      ],
      rows: (spilled!.step - 1) * 40 + 1,
      taken: (spilled!.step - 1) * 40 + 1,
      spillFound: { mergedCommits: spilled!.step - filled!.step + 1, tornBytes: 0 },
    });
  });

  test('the venue stands, but executes what reduces', () => {
    const done = onSmallDisk(process.execPath, fixture('venue-full-disk'), mount);
    expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toEqual({
      reserved: true,
      step: 'database or disk is full',
      executed: 10,
      stepAgain: 'database or disk is full',
      known: 10,
      withRoom: undefined,
      anew: true,
    });
  });
});
