import { describe, expect, it } from 'vitest';
import { ofDuty } from '../../../../../engine/domain/origin.ts';
import { ACCOUNT } from '../../../../../engine/domain/scope.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

const state = (bench: CoreDesk): string => bench.desk.ledger.account.state;
/** A stop far enough away that the market may fall to the limit without reaching it. */
const wide = entryIntent({ stop: { offsetTicks: 1_900 }, targets: [] });

describe('the daily loss limit', () => {
  it('one bad print halts nobody, also when the next cell quotes another contract only', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.enter('MNQ', wide);
    bench.step({ MNQ: 97_900 });
    bench.step({ MES: 27_000 });
    bench.step({ MES: 27_001 });
    expect(state(bench)).toBe('RUN');
    bench.step({ MNQ: 100_000 });
    expect([state(bench), bench.desk.ledger.flattens.size]).toEqual(['RUN', 0]);
  });

  it('two prints of what is held, a quarter of a second apart, do', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', wide);
    bench.step({ MNQ: 97_900 });
    expect(state(bench)).toBe('RUN');
    bench.step({ MNQ: 97_905 });
    expect(state(bench)).toBe('HALTED');
    expect(bench.of('FlattenStarted')).toMatchObject([{ reason: 'risk_limit', scope: ACCOUNT }]);
  });

  it('begins a flatten anew when one was given up while the halt lasts', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', wide);
    const act = bench.desk.act(PERSON, true);
    const flattenId = act.startFlatten(ACCOUNT, 'manual') ?? '';
    bench.step({ MNQ: 97_900 });
    bench.step({ MNQ: 97_905 });
    expect([state(bench), bench.net()]).toEqual(['HALTED', 1]);
    bench.desk.act(PERSON, true).record({ type: 'FlattenEnded', flattenId, scope: ACCOUNT, verified: false }, null);
    let sent = bench.step({ MNQ: 97_905 }).commands;
    for (let i = 0; i < 6; i += 1) sent = bench.step({ MNQ: 97_905 }, bench.obeys(sent, 97_905)).commands;
    expect([state(bench), bench.net()]).toEqual(['HALTED', 0]);
    expect(bench.of('FlattenEnded').at(-1)).toMatchObject({ verified: true });
  });

  it('says once a day that it is near', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', wide);
    for (const bid of [98_200, 98_190, 98_180]) bench.step({ MNQ: bid });
    expect(bench.alarms('daily_loss_near')).toHaveLength(1);
    expect(state(bench)).toBe('RUN');
  });

  it('says that it is blind when something is held that has no price', () => {
    const bench = new CoreDesk();
    const contract = {
      root: 'RTY',
      tickSize: 0.1,
      priceDecimals: 1,
      tickValueCents: 500,
      capWeight: 1,
      feePerSideCents: 140,
      marginCents: 7_000,
    };
    const fill = { venueId: '1', contractId: 'RTYZ6', contract, side: 'buy', qty: 1 } as const;
    bench.step({ MNQ: 100_000 }, [{ kind: 'foreign_fill', ...fill, fillId: 'X', priceTicks: 22_000, feeCents: 0 }]);
    for (let s = 0; s < 9; s += 1) bench.step({ MNQ: 100_000 }, [], {}, 1_000);
    expect(bench.alarms('room_unknown')).toEqual([]);
    bench.step({ MNQ: 100_000 }, [], {}, 1_000);
    expect(bench.alarms('room_unknown')).toHaveLength(1);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    expect(bench.of('OrderDenied').at(-1)).toMatchObject({ reason: 'daily_loss' });
  });
});

describe('the end of a halt', () => {
  /** Halted by a loss at 15:00, and the first step of the next trading day. */
  function overTheHalt(mode: 'SIM' | 'PRACTICE' | 'LIVE', before: (bench: CoreDesk) => void): CoreDesk {
    const bench = new CoreDesk({ mode });
    bench.step();
    before(bench);
    const untilMs = bench.endMs + 8 * 3_600_000;
    bench.desk.act(ofDuty('risk', 'a loss by hand'), false).changeState(ACCOUNT, 'HALTED', 'daily_loss', untilMs);
    bench.step({ MNQ: 100_000 }, [], {}, 8 * 3_600_000 + 250);
    return bench;
  }

  it.each(['PRACTICE', 'LIVE'] as const)('in %s only a person lets entries begin again', (mode) => {
    const bench = overTheHalt(mode, (each) => {
      each.desk.act(PERSON, true).changeState(ACCOUNT, 'RUN', 'by_person');
    });
    expect(bench.desk.ledger.account).toMatchObject({ state: 'EXITS_ONLY', reason: 'halt_expired' });
  });

  it('in a simulation gives way to what it came upon', () => {
    expect(overTheHalt('SIM', () => undefined).desk.ledger.account.state).toBe('RUN');
    const stopped = overTheHalt('SIM', (bench) => {
      bench.desk.act(PERSON, true).changeState(ACCOUNT, 'EXITS_ONLY', 'by_person');
    });
    expect(stopped.desk.ledger.account.state).toBe('EXITS_ONLY');
  });
});

describe('room', () => {
  it('is reserved for what is open and what waits: four entries of 900 dollars do not pass 1,000 dollars of it', () => {
    const ids = ['MNQ', 'MES', 'MGC', 'M6E'];
    const bench = new CoreDesk({ ids });
    bench.step({ MNQ: 100_000, MES: 27_000, MGC: 40_000, M6E: 11_600 });
    const stops: Readonly<Record<string, number>> = { MNQ: 1_790, MES: 715, MGC: 890, M6E: 715 };
    const intents = Object.fromEntries(
      ids.map((id) => [id, [entryIntent({ stop: { offsetTicks: stops[id] ?? 0 }, targets: [] })]]),
    );
    bench.step({ MNQ: 100_000, MES: 27_000, MGC: 40_000, M6E: 11_600 }, [], intents);
    const entries = bench.of('OrderSubmitted').filter(({ order }) => order.role === 'entry');
    expect(entries).toHaveLength(1);
    expect(bench.of('OrderDenied').map(({ reason }) => reason)).toEqual(['daily_loss', 'daily_loss', 'daily_loss']);
    expect(bench.desk.view()).toMatchObject({ roomCents: 100_000, reservedCents: 1_792 * 50 + 74 });
  });

  it('of a position is its way from the mark to its stop, and comes back with it', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', entryIntent({ stop: { offsetTicks: 100 }, targets: [] }));
    expect(bench.desk.view().reservedCents).toBe(99 * 50);
    bench.step({ MNQ: 99_950 });
    expect(bench.desk.view().reservedCents).toBe(49 * 50);
    bench.step({ MNQ: 99_950 }, [{ kind: 'updated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_960 }]);
    expect(bench.desk.view().reservedCents).toBe(0);
  });

  it('of a position without a stop is its margin', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', entryIntent({ targets: [] }));
    bench.step({ MNQ: 100_000 }, [{ kind: 'canceled', orderId: 'MNQ-O2', reason: 'by_venue' }]);
    expect(bench.desk.view().reservedCents).toBe(350_000);
  });
});
