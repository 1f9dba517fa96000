import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VenueLinkLost } from '../../engine/adapters/broker/venue-client.ts';
import { socketPath } from '../../engine/adapters/link/socket-path.ts';
import { contractAt } from '../../engine/domain/contract-month.ts';
import { ALWAYS } from '../../engine/domain/session.ts';
import { silentLogger } from '../../engine/ports/logger.ts';
import { VenueProcess } from '../../engine/venue/venue-process.ts';
import { VenueService } from '../../engine/venue/venue-service.ts';
import { ScriptFeed } from '../support/venue/script-feed.ts';
import { every250, order, venueOver } from '../support/venue/venue-bench.ts';
import { SECRET, START_MS, VenueLab, exited, simSettings } from '../support/venue/venue-child.ts';

const CONTRACT = contractAt(ALWAYS, 'MNQ', START_MS).id;

let lab: VenueLab;
beforeEach(async () => {
  lab = new VenueLab();
  await lab.listen();
});
afterEach(() => lab.dispose());

const entry = () =>
  ({ kind: 'place', commandId: 'E', epoch: 1, order: order({ orderId: 'E', contractId: CONTRACT, qty: 1 }) }) as const;
const close = () =>
  ({
    kind: 'place',
    commandId: 'X',
    epoch: 1,
    order: order({ orderId: 'X', contractId: CONTRACT, side: 'sell', role: 'exit', reducing: true, qty: 1 }),
  }) as const;

describe('the venue as a process', () => {
  test('plays steps, takes orders, notes itself for a new host, ends at the word of the desk', async () => {
    const { child, client } = await lab.start();
    for (let n = 1; n <= 20; n += 1) expect((await client.advance(n))?.n).toBe(n);
    await client.submit([entry()]);
    const step = await client.advance(21);
    expect(step?.entries.map((entry) => entry.kind)).toEqual(['accepted', 'filled']);
    expect(await client.advance(21)).toEqual(step);
    expect((await client.steps(19, 21))?.at(-1)).toEqual(step);
    expect((await client.executeNow([close()])).map((report) => report.kind)).toEqual(['accepted', 'filled']);
    const state = await client.state();
    expect(state.positions).toEqual([]);
    expect((await client.standing()).calendar).toEqual(ALWAYS);
    await expect(client.advance(99)).rejects.toThrow('expected step 22');

    const note = join(lab.folder, 'venue.json');
    expect(JSON.parse(readFileSync(note, 'utf8'))).toEqual({ pid: child.pid, run: 'run-1', version: '0.1.0' });
    if (process.platform !== 'win32') expect(statSync(note).mode & 0o777).toBe(0o600);
    client.end('the test is over');
    expect(await exited(child)).toEqual({ code: 0, signal: null });
    expect(existsSync(note)).toBe(false);
    await expect(client.state()).rejects.toThrow(VenueLinkLost);
  });

  test('outlives desk and host, and serves the next desk where it was', async () => {
    const { child, client } = await lab.start();
    for (let n = 1; n <= 5; n += 1) await client.advance(n);
    child.disconnect();
    child.stderr?.destroy(); // whoever read its log is gone, too
    await lab.unlisten();
    await new Promise((resolve) => setTimeout(resolve, 50));
    lab.epoch = 2;
    const next = lab.next();
    await lab.listen();
    const again = await next;
    expect(lab.hellos.at(-1)).toMatchObject({ role: 'venue', run: 'run-1', pid: child.pid });
    expect((await again.standing()).lastStep).toBe(5);
    expect((await again.advance(6))?.n).toBe(6);
  });

  test('a desk of a lower epoch is not served, also by a venue that was started again', async () => {
    lab.epoch = 5;
    const { child, client } = await lab.start();
    await client.advance(1);
    child.kill('SIGKILL');
    await exited(child);
    lab.epoch = 4;
    const second = await lab.start();
    await expect(second.client.state()).rejects.toThrow(VenueLinkLost);
    await lab.unlisten();
    lab.epoch = 5;
    const next = lab.next();
    await lab.listen();
    // The venue may be turning its back on the older desk once more: the one that serves is the last to connect.
    await next;
    expect((await lab.client!.standing()).lastStep).toBe(1);
  });

  test('without a desk for its time it ends by itself, before and after it had one', async () => {
    const logger = silentLogger;
    const options = { socket: socketPath(lab.folder, 'desk'), secret: SECRET, pid: 1, logger, admitEpoch: () => true };
    const open = () => new VenueService(() => venueOver(new ScriptFeed(every250([{ bidTicks: 1 }]))), logger);
    const next = lab.next();
    // The first desk may take longer than a lost one.
    const venue = new VenueProcess({ ...options, open, linklessMs: 150, firstDeskMs: 60_000 });
    const ended = venue.serve();
    expect((await (await next).advance(1))?.n).toBe(1);
    await lab.unlisten();
    expect(await ended).toMatch(/^no desk for 0.15 s/);
    expect(await new VenueProcess({ ...options, open, firstDeskMs: 200 }).serve()).toMatch(/^no desk for 0.2 s/);
  });

  test('SIGTERM ends it in order', async () => {
    const { child, client } = await lab.start();
    await client.advance(1);
    child.kill('SIGTERM');
    expect(await exited(child)).toEqual({ code: 0, signal: null });
    expect(existsSync(join(lab.folder, 'venue.json'))).toBe(false);
    expect(existsSync(join(lab.folder, 'venue.db-wal'))).toBe(false);
  });

  test('a desk of another run sends it away', async () => {
    lab.admit = () => ({ t: 'refused', reason: 'expected a venue of run-2, found one of run-1', end: true });
    const child = lab.spawn();
    expect(await exited(child)).toEqual({ code: 0, signal: null });
    expect(lab.log).toContain('expected a venue of run-2');
  });

  test('runs share the file and not their books', async () => {
    const first = await lab.start();
    for (let n = 1; n <= 3; n += 1) await first.client.advance(n);
    await first.client.submit([entry()]);
    await first.client.advance(4);
    first.client.end('next run');
    await exited(first.child);
    lab.run = 'run-2';
    const second = await lab.start();
    expect(await second.client.standing()).toMatchObject({ lastStep: 0 });
    expect(await second.client.state()).toMatchObject({ positions: [], lastReportSeq: 0 });
    second.client.end('back');
    await exited(second.child);
    lab.run = 'run-1';
    const third = await lab.start();
    expect(await third.client.standing()).toMatchObject({ lastStep: 4 });
    expect(await third.client.state()).toMatchObject({ positions: [{ netQty: 1 }] });
  });

  test('a recording that cannot be played is said in one sentence', async () => {
    const settings = {
      ...simSettings(lab.folder),
      mode: 'REPLAY' as const,
      feed: { kind: 'replay' as const, files: [{ root: 'MNQ', path: join(lab.folder, 'none.csv') }], round: false },
    };
    const child = lab.spawn(settings);
    const fatal = new Promise((resolve) => child.on('message', resolve));
    expect(await fatal).toMatchObject({ t: 'fatal', message: expect.stringMatching(/^--replay MNQ=.*cannot be read/) });
    expect((await exited(child)).code).toBe(1);
  });
});

describe('killed at the commit', () => {
  /** Plays with an order, through whatever deaths; returns all answers and the state at the end. */
  async function play(env: NodeJS.ProcessEnv): Promise<{ answers: string; state: string; deaths: number }> {
    const answers: unknown[] = [];
    let deaths = 0;
    let { client, child } = await lab.start(undefined, env);
    const ask = async <T>(question: (venue: typeof client) => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await question(client);
        } catch (error) {
          if (!(error instanceof VenueLinkLost)) throw error;
          await exited(child);
          deaths += 1;
          ({ client, child } = await lab.start(undefined, env));
        }
      }
    };
    for (let n = 1; n <= 12; n += 1) {
      answers.push(await ask((venue) => venue.advance(n)));
      if (n === 4) await ask((venue) => venue.submit([entry()]));
      if (n === 8) answers.push(await ask((venue) => venue.executeNow([close()])));
    }
    const state = await ask((venue) => venue.state());
    client.end('done');
    await exited(child);
    return { answers: JSON.stringify(answers), state: JSON.stringify(state), deaths };
  }

  test('before or after it, at a step or at commands: the same answers as an undisturbed run', async () => {
    const undisturbed = await play({});
    expect(undisturbed.deaths).toBe(0);
    // The property tests kill at every commit of a store; here a real process dies at one of each kind.
    const points = ['before-commands:1', 'after-commit:5', 'after-commands:2'];
    for (const [index, point] of points.entries()) {
      await lab.dispose();
      lab = new VenueLab();
      await lab.listen();
      const marker = join(lab.folder, 'marker');
      const killed = await play({ PITWALL_TEST_KILL: `venue:${point}:${marker}` });
      expect(killed, points[index]).toEqual({ ...undisturbed, deaths: 1 });
    }
  });
});
