import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { T0, accountOf, fillOf, rowOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

/** A client that was away reads what it missed: the rig's file has F1 (MNQ) and F3 (MES) of today, F2 of the day before. */
describe('GET /api/fills', () => {
  let rig: HubRig;
  const ask = async (query = '') => {
    const { status, body } = await call<{ fillId: string }[]>(rig.url, `/api/fills${query}`, { token: OWNER_TOKEN });
    return status === 200 ? body.map(({ fillId }) => fillId) : status;
  };
  beforeAll(async () => {
    rig = await startHub();
    rig.server.take({ t: 'account', view: accountOf() });
  });
  afterAll(() => rig.close());

  it('has what the file has, told over a socket or not: the day, a range, a strategy, the newest', async () => {
    expect(await ask()).toEqual(['F1', 'F3']);
    const from = T0 - 2 * 86_400_000;
    expect(await ask(`?from=${from}`)).toEqual(['F2', 'F1', 'F3']);
    expect(await ask(`?from=${Math.floor(from / 1_000)}`)).toEqual(['F2', 'F1', 'F3']);
    expect(await ask(`?from=${new Date(from).toISOString()}&to=${T0 - 3_600_000}`)).toEqual(['F2']);
    expect(await ask(`?from=${new Date(from).toISOString().slice(0, 19)}`)).toEqual(['F2', 'F1', 'F3']);
    expect(await ask(`?from=${from}&strategy=2`)).toEqual(['F3']);
    expect(await ask(`?from=${from}&strategy=MNQ&limit=1`)).toEqual(['F1']);
    expect([await ask('?from=yesterday'), await ask('?limit=0')]).toEqual([400, 400]);
    const { body } = await call<unknown[]>(rig.url, `/api/fills?strategy=MES`, { token: OWNER_TOKEN });
    expect(body).toEqual([
      {
        fillId: 'F3',
        orderId: 'MNQ-O3',
        strategy: 'MES',
        symbol: 'MNQZ6',
        side: 'buy',
        role: 'entry',
        quantity: 1,
        price: 21_000,
        fee: 0.37,
        timestamp: new Date(T0 - 57_000).toISOString(),
      },
    ]);
  });

  it('and, while the file cannot be written, what the desk told beside it', async () => {
    const filled = (n: number) => ({ type: 'OrderFilled', fill: fillOf(n), leavesQty: 0 }) as const;
    // F3 stands in the file too: it is there once.
    rig.tell([rowOf(900, filled(3)), rowOf(901, filled(7))]);
    expect(await ask()).toEqual(['F1', 'F3']);
    const { journal, ...view } = accountOf();
    rig.server.take({ t: 'account', view: { ...view, journal: { ...journal, fault: 'full', spilledCommits: 1 } } });
    expect(await ask()).toEqual(['F1', 'F3', 'F7']);
    expect(await ask('?limit=1')).toEqual(['F7']);
  });
});
