import { afterEach, expect, test } from 'vitest';
import { ALWAYS } from '../../../../../engine/domain/session.ts';
import { DeskClient, type DeskNews, type Dialled } from '../../../../../engine/hub/picture/desk-client.ts';
import { type LinkEnd, memoryLink } from '../../../../../engine/ports/link.ts';
import type { DeskToHub, HubToDesk } from '../../../../../engine/wire/link/messages.ts';
import { wallClock } from '../../../../support/wire/symbol-rig.ts';

const IDENTITY = {
  account: 'SIM-1',
  run: 'run-1',
  runNumber: 1,
  mode: 'SIM',
  startBalanceCents: 5_000_000,
  configHash: 'x',
} as const;
const STOP = {
  commandId: 'c1',
  command: { kind: 'stop', scope: { book: 'MNQ' } },
  origin: { by: 'person', user: 'owner', device: 'test', cause: 'test' },
} as const;

/** A desk that can be cut off and come back. */
function desk() {
  const got: HubToDesk[] = [];
  const news: string[] = [];
  const lastSeqs: (number | undefined)[] = [];
  const state: { end: LinkEnd<DeskToHub, HubToDesk> | undefined; there: boolean } = { end: undefined, there: true };
  const client = new DeskClient({
    clock: wallClock,
    dial: (lastSeq): Promise<Dialled> => {
      lastSeqs.push(lastSeq);
      if (!state.there) return Promise.resolve({ ok: false, reason: 'nobody answers' });
      const [hubEnd, deskEnd] = memoryLink<HubToDesk, DeskToHub>();
      deskEnd.onMessage((message) => got.push(message));
      state.end = deskEnd;
      return Promise.resolve({ ok: true, end: hubEnd, identity: IDENTITY, calendar: ALWAYS });
    },
    onNews: (each: DeskNews) => news.push(each.t),
    onUp: () => news.push('up'),
    onDown: () => news.push('down'),
    lastSeq: () => 41,
    serving: () => ({ url: 'http://127.0.0.1:3000', connections: 0 }),
  });
  return { client, got, news, lastSeqs, state };
}

let open: DeskClient[] = [];
afterEach(() => {
  for (const client of open) client.close();
  open = [];
});

test('says where it serves, and hands news on', async () => {
  const { client, got, news, state, lastSeqs } = desk();
  open.push(client);
  void client.run();
  await expect.poll(() => got.length).toBe(1);
  expect(got[0]).toEqual({ t: 'serving', url: 'http://127.0.0.1:3000', connections: 0 });
  state.end?.send({ t: 'watchQuotes', source: 'SIM', quotes: [] });
  await expect.poll(() => news).toEqual(['up', 'watchQuotes']);
  expect(lastSeqs).toEqual([41]);
});

test('a command under way when the link breaks is sent again, with the same id', async () => {
  const { client, got, news, state } = desk();
  open.push(client);
  void client.run();
  await expect.poll(() => client.up).toBe(true);
  const answer = client.command(STOP);
  await expect.poll(() => got.filter(({ t }) => t === 'command').length).toBe(1);
  state.there = false;
  state.end?.close();
  await expect.poll(() => news.includes('down')).toBe(true);
  expect(client.up).toBe(false);
  state.there = true;
  await expect.poll(() => got.filter(({ t }) => t === 'command').length).toBe(2);
  state.end?.send({ t: 'commandResult', ask: 1, result: { commandId: 'c1', ok: true, state: 'EXITS_ONLY' } });
  expect(await answer).toEqual({ commandId: 'c1', ok: true, state: 'EXITS_ONLY' });
});

test('a write is confirmed or refused', async () => {
  const { client, got, state } = desk();
  open.push(client);
  void client.run();
  await expect.poll(() => client.up).toBe(true);
  const good = client.write('users', 'ann', '{}');
  const bad = client.write('users', 'bob', undefined);
  await expect.poll(() => got.filter(({ t }) => t === 'write').length).toBe(2);
  state.end?.send({ t: 'written', id: 1, ok: true });
  state.end?.send({ t: 'written', id: 2, ok: false, message: 'the file is locked' });
  await good;
  await expect(bad).rejects.toThrow('the file is locked');
});

test('who may do what is told to every desk that comes, before any command', async () => {
  const { client, got, news, state } = desk();
  open.push(client);
  const grants = { madeMs: 1, remoteCommands: false, grants: [] };
  client.tellGrants({ ...grants, madeMs: 0 });
  client.tellGrants(grants);
  void client.run();
  await expect.poll(() => got.map(({ t }) => t)).toEqual(['serving', 'grants']);
  expect(got[1]).toEqual({ t: 'grants', grants });
  void client.command(STOP);
  state.end?.close();
  await expect.poll(() => news.includes('down')).toBe(true);
  await expect
    .poll(() => got.map(({ t }) => t).slice(-3), { timeout: 3_000 })
    .toEqual(['serving', 'grants', 'command']);
});
