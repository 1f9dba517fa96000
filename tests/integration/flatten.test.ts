import { describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyJournal } from '../support/runs.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const ENGINES = ['MNQ', 'MES', 'MGC', 'M6E'];
/** A market minute in which every strategy may enter, so that positions come soon. */
const FLAGS = [
  '--preset',
  'demo',
  '--seed',
  '5',
  '--speed',
  '600',
  '--from',
  '2026-11-18T15:00:00Z',
  '--strategies',
  ENGINES.join(','),
];

interface Account {
  readonly books: readonly {
    readonly id: string;
    readonly state: string;
    readonly positions: readonly unknown[];
    readonly workingOrders: number;
  }[];
}

async function call(pitwall: Pitwall, method: 'GET' | 'POST', url: string): Promise<{ status: number; body: never }> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  return { status: response.status, body: (await response.json()) as never };
}

async function account(pitwall: Pitwall): Promise<Account> {
  return (await call(pitwall, 'GET', `${pitwall.hub}/api/account`)).body;
}

/** Waits until one of the books holds a position, and stops market time at speed 1. */
async function untilPosition(pitwall: Pitwall): Promise<string> {
  for (let i = 0; i < 4_000; i += 1) {
    const now = await account(pitwall);
    if (now.books === undefined) throw new Error(JSON.stringify(now).slice(0, 500));
    const held = now.books.find(({ positions }) => positions.length > 0);
    if (held !== undefined) return held.id;
    await delay(50);
  }
  throw new Error('no position within 200 s');
}

describe('flatten', () => {
  it('works with every engine dead, verified by the venue, and the journal holds', async () => {
    const pitwall = await startPitwall({ flags: FLAGS });
    try {
      await untilPosition(pitwall);
      for (const name of ENGINES) pitwall.kill(name);
      const { status, body } = await call(pitwall, 'POST', `${pitwall.hub}/api/flatten`);
      const { success, receipt } = body as {
        success: boolean;
        receipt: {
          verified: boolean;
          positions: unknown[];
          workingOrders: number;
          ms: number;
          steps: { name: string }[];
        };
      };
      expect(status).toBe(200);
      expect(success).toBe(true);
      expect(receipt).toMatchObject({ verified: true, positions: [], workingOrders: 0 });
      expect(receipt.steps.map(({ name }) => name)).toEqual([
        'entries_blocked',
        'orders_canceled',
        'position_closed',
        'venue_verified',
      ]);
      console.log(`flat with every engine dead: ${receipt.ms} ms`);
      await delay(300);
      for (const book of (await account(pitwall)).books) {
        expect(book).toMatchObject({ state: 'EXITS_ONLY', positions: [], workingOrders: 0 });
      }
      const checked = verifyJournal(pitwall.dataDir);
      expect(checked.status, checked.report).toBe(0);
    } finally {
      await pitwall.stop();
    }
  });

  it('goes through the symbol port when the hub is dead, and twice at once is one flatten', async () => {
    const pitwall = await startPitwall({ flags: FLAGS });
    try {
      const id = await untilPosition(pitwall);
      pitwall.kill('hub');
      const url = `${pitwall.symbols[id]}/api/position/flatten`;
      const [first, second] = await Promise.all([call(pitwall, 'POST', url), call(pitwall, 'POST', url)]);
      const receipts = [first, second].map(
        ({ body }) => (body as { receipt: { id: string; verified: boolean } }).receipt,
      );
      expect(receipts[0]?.verified).toBe(true);
      expect(receipts[1]).toEqual(receipts[0]);
      const start = await call(pitwall, 'POST', `${pitwall.symbols[id]}/api/trading/start`);
      expect(start.body).toMatchObject({ success: true, tradingEnabled: true, state: 'RUN' });
    } finally {
      await pitwall.stop();
    }
  });

  it('survives a desk that dies in the middle of it', async () => {
    const pitwall = await startPitwall({ flags: FLAGS });
    try {
      await untilPosition(pitwall);
      const asked = call(pitwall, 'POST', `${pitwall.hub}/api/flatten`).catch(() => undefined);
      await delay(2);
      const pid = pitwall.kill('desk');
      await pitwall.replaced('desk', pid);
      await asked;
      // A busy machine may need longer than the three seconds after which an answer says how far it came.
      let { body } = await call(pitwall, 'POST', `${pitwall.hub}/api/flatten`);
      for (let tries = 1; !(body as { success: boolean }).success && tries < 5; tries += 1) {
        ({ body } = await call(pitwall, 'POST', `${pitwall.hub}/api/flatten`));
      }
      expect(body).toMatchObject({ success: true, receipt: { verified: true, positions: [], workingOrders: 0 } });
      const checked = verifyJournal(pitwall.dataDir);
      expect(checked.status, checked.report).toBe(0);
    } finally {
      await pitwall.stop();
    }
  });
});
