/** A disk that is full for a while with a position open: nobody ends, it is said, what reduces goes out, and it goes on. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { NotificationMessage, ReceiptMessage } from '../../engine/wire/index.ts';
import { account, command, withPosition } from '../support/open-position.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** Linux with user namespaces. */
const CAN_MOUNT = spawnSync('unshare', ['-Urm', 'true']).status === 0;
const FULL_MS = 10_000;

let pitwall: Pitwall | undefined;
let disk: { free: () => void } | undefined;
afterEach(async () => {
  disk?.free();
  disk = undefined;
  await pitwall?.stop('SIGKILL');
  pitwall = undefined;
});

/** Writes until nothing more fits, not a byte. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let piece = Buffer.alloc(1 << 20); piece.length > 0;) {
      try {
        writeSync(file, piece);
      } catch {
        piece = piece.subarray(0, piece.length >> 1);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Keeps the disk full, whatever room is given up or made meanwhile. */
function keepFull(path: string): { free: () => void } {
  fill(path);
  const again = setInterval(() => fill(path), 50);
  return {
    free: () => {
      clearInterval(again);
      rmSync(path, { force: true });
    },
  };
}

/** What the notifications say. */
async function told({ hub, token }: Pitwall): Promise<string> {
  const answer = await fetch(`${hub}/api/notifications`, { headers: { authorization: `Bearer ${token}` } });
  return ((await answer.json()) as NotificationMessage[]).map(({ message }) => message).join('\n');
}

/** A program of ours that sees its disk. */
function inItsWorld(
  { pids }: Pitwall,
  entry: string,
  ...args: readonly string[]
): { status: number | null; report: string } {
  const words = ['-U', '-m', '--preserve-credentials', '-t', String(pids()['host']), process.execPath];
  const done = spawnSync('nsenter', [...words, join(import.meta.dirname, '../..', entry), ...args], {
    encoding: 'utf8',
  });
  return { status: done.status, report: done.stdout + done.stderr };
}

test.skipIf(!CAN_MOUNT)(
  'a disk full for ten seconds with a position open ends nobody and holds up no flatten',
  async () => {
    pitwall = await startPitwall({ flags: ['--preset', 'demo', '--speed', '0.1'], diskMiB: 128 });
    const running = pitwall;
    await withPosition(running);
    const pids = running.pids();
    const sinceMs = performance.now();
    disk = keepFull(running.seen(join(running.dataDir, 'filler')));
    expect((await command(running, '/api/sim/speed', { speed: 20 })).status).toBe(200);

    // Whose file runs out of room first depends on what either has left in its log of writes.
    await expect.poll(() => told(running)).toMatch(/cannot (?:go on|be written): .*disk is full/);
    const said = await account(running);
    const open = said.books.filter(({ positions }) => positions.length > 0);
    expect(open.length).toBeGreaterThan(0);
    for (const { positions } of open) for (const { stop } of positions) expect(stop?.atBroker).toBe(true);

    await expect.poll(() => performance.now() - sinceMs, { timeout: 2 * FULL_MS }).toBeGreaterThan(FULL_MS);
    expect(running.pids()).toEqual(pids);
    // Who dies of something else meanwhile comes back on the full disk.
    for (const name of ['hub', 'MNQ', 'venue']) {
      const pid = running.kill(name);
      await running.replaced(name, pid);
      await running.serves(name);
    }
    const flattened = await command(running, '/api/flatten');
    expect(flattened.status).toBe(200);
    const { receipt } = flattened.body as { receipt: ReceiptMessage };
    expect(receipt).toMatchObject({ verified: true, positions: [], workingOrders: 0 });
    const kept = running.pids();
    const before = (await account(running)).asOf.step;
    // A desk may have to wait for room: it is tried until there is some.
    await running.replaced('desk', running.kill('desk'));
    disk.free();
    await running.serves('desk');
    await expect.poll(async () => (await account(running)).asOf.step).toBeGreaterThan(before + 10);
    const after = await account(running);
    expect(after.journal).toMatchObject({ fault: null, spilledCommits: 0 });
    expect(after.blocks).toEqual([]);
    expect({ ...running.pids(), desk: 0 }).toEqual({ ...kept, desk: 0 });
    expect(running.stderr()).not.toContain('it is ended and started again');
    expect((await command(running, '/api/sim/speed', { speed: 0.1 })).status).toBe(200);
    const checked = inItsWorld(running, 'engine/store/cli-verify.ts', '--data-dir', running.dataDir);
    expect(checked.status, checked.report).toBe(0);
    expect(await running.stop()).toMatchObject({ code: 0 });
  },
);
