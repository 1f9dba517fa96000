import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { T0 } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

/** As document 003's page would do it: it asks for nothing, and everything comes each second. */
describe('document 003', () => {
  let rig: HubRig;
  let page: DocumentClient;

  beforeAll(async () => {
    rig = await startHub();
    page = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN } });
    await page.connected();
  });
  afterAll(async () => {
    page.close();
    await rig.close();
  });

  it("greets with the document's status", async () => {
    expect(await page.got('status')).toEqual({
      connected: true,
      message: expect.any(String),
      timestamp: expect.any(String),
    });
  });

  it('pushes P&L, positions, strategies and market each second without asking', async () => {
    const from = performance.now();
    const had = page.all('pnl_update').length;
    await expect.poll(() => page.all('pnl_update').length).toBeGreaterThanOrEqual(had + 3);
    // Three of one a second: two gaps, less what a busy machine bunches together.
    expect(performance.now() - from).toBeGreaterThan(1_000);
    expect(page.all('pnl_update')[0]).toEqual({
      total_pnl: 0,
      today_pnl: 0,
      active_positions: 0,
      timestamp: new Date(T0).toISOString(),
    });
    expect(page.all('position_update')[0]).toEqual({ positions: [], count: 0, timestamp: expect.any(String) });
    const strategies = page.all<{ strategy_id: number; strategy_name: string }>('strategy_pnl_update').slice(0, 5);
    expect(strategies.map(({ strategy_id, strategy_name }) => [strategy_id, strategy_name])).toEqual([
      [1, 'MNQ-WINNER'],
      [2, 'MES-WINNER'],
      [3, 'MGC-WINNER'],
      [4, 'M6E-WINNER'],
      [5, 'MGC-PO3'],
    ]);
    expect(page.all('market_data')[0]).toEqual({
      type: 'DATA',
      data: { ticker: 'MNQ1!', prices: { ask: 21_000, bid: 20_999.75 }, tickinfo: { step: 0.25, amnt: 0.5 } },
    });
  });

  it('tells a trade as log entry and position update, which its page handlers can read', async () => {
    playTrade(rig, 600);
    const update = await page.got<{ positions: unknown[]; strategy?: string }>(
      'position_update',
      (each) => each.strategy !== undefined,
    );
    expect(update).toMatchObject({ strategy: 'MNQ-WINNER', symbol: 'MNQZ6', quantity: 1, side: 'buy', price: 21_000 });
    // The list beside a fill is that of after it: two held once bought, none once sold.
    expect(update.positions).toMatchObject([{ symbol: 'MNQZ6', quantity: 2 }]);
    const sold = await page.got<{ positions: unknown[]; count: number; side?: string }>(
      'position_update',
      (each) => each.side === 'sell',
    );
    expect([sold.positions, sold.count]).toEqual([[], 0]);
    const entry = await page.got<{ type: string; message: string; time: string }>(
      'log_entry',
      (each) => each.type === 'trade',
    );
    expect(entry.message).toBe('Trade executed: buy 1 MNQZ6 @ 21000');
    expect(entry.type.toUpperCase()).toBe('TRADE');
    expect(Number.isNaN(new Date(entry.time).getTime())).toBe(false);
    await page.got('pnl_update', (each: { today_pnl: number }) => each.today_pnl === -104.48);
    await page.got(
      'strategy_pnl_update',
      (each: { strategy_id: number; pnl: number; drawdown: number }) =>
        each.strategy_id === 1 && each.pnl === -104.48 && each.drawdown === 109.48,
    );
  });

  it('narrows the pushes to channels, names the unknown ones in one error', async () => {
    const narrow = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN } });
    await narrow.connected();
    narrow.socket.emit('subscribe', { channels: ['pnl', 'weather', 'news'] });
    expect(await narrow.got('subscribed')).toEqual({ channels: ['pnl'] });
    expect(await narrow.got<{ message: string }>('error')).toMatchObject({
      code: 'unknown_name',
      message: 'Unknown channels: weather, news',
    });
    moveMarket(rig, 7);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(narrow.all('pnl_update').length).toBeGreaterThan(0);
    expect(narrow.all('market_data')).toEqual([]);
    expect(narrow.all('strategy_pnl_update')).toEqual([]);
    narrow.close();
  });

  it("serves calendar and drawdown chart in the document's shapes", async () => {
    const read = (path: string) => call(rig.url, path, { token: OWNER_TOKEN });
    const calendar = await read('/api/dashboard/pnl-calendar');
    expect(calendar.body).toEqual({
      calendar_data: ['2026-11-18', '2026-11-19', '2026-11-20'].map((date) => ({
        date,
        pnl: 12.34,
        trades: 2,
        wins: 1,
        gross: 13.82,
        fees: 1.48,
        drawdown: 6,
      })),
    });
    // The document's page sends Python's isoformat(), without a zone.
    const asked = await read(
      '/api/dashboard/pnl-calendar?start_date=2026-11-20T09:15:00.123456&end_date=2026-11-20T17:00:00&strategy_id=1',
    );
    expect(asked.body['calendar_data']).toHaveLength(1);
    const chart = await read('/api/dashboard/pnl-drawdown-chart?strategy_id=MNQ');
    expect(chart.body).toEqual({
      chart_data: [
        { timestamp: expect.any(String), pnl: 1, drawdown: 0 },
        { timestamp: expect.any(String), pnl: 0.5, drawdown: 0.5 },
      ],
    });
    expect((await read('/api/dashboard/pnl-calendar?strategy_id=99')).status).toBe(404);
    const equity = await read('/api/equity?from=2026-11-18&strategy=MNQ');
    expect(equity.body).toEqual({
      from: '2026-11-18',
      to: '2026-11-20',
      start: 0,
      net: -0.5,
      highWater: 1,
      deepest: 1.5,
      points: [{ timestamp: '2026-11-18T15:00:00.000Z', equity: 49_999.5, drawdown: 1.5 }],
    });
    expect((await read('/api/equity?to=2026-11-19')).body).toMatchObject({ from: '2026-11-19', to: '2026-11-19' });
    expect((await read('/api/equity?from=yesterday')).status).toBe(400);
    expect((await read('/api/dashboard/pnl-drawdown-chart?start=yesterday')).status).toBe(400);
  });
});
