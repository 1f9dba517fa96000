import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../../engine/domain/book.ts';
import { frontMonthAt } from '../../../../../engine/domain/contract-month.ts';
import { ACCOUNT, scopeOfBook } from '../../../../../engine/domain/scope.ts';
import { CME } from '../../../../../engine/domain/session.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';
import { T0 } from '../../../../support/venue/venue-bench.ts';

const MINUTE = 60_000;
/** 15:08 Chicago on the day of T0. */
const BACKSTOP = Date.UTC(2026, 10, 17, 21, 8);
const rollMs = frontMonthAt(CME, 'MNQ', T0).untilMs;

/** A step that ends at a market time, without a quote where a test wants none. */
function stepAt(bench: CoreDesk, timeMs: number, quotes: Readonly<Record<string, number>> = { MNQ: 100_000 }): void {
  bench.step(quotes, [], {}, timeMs - bench.endMs);
}

describe('the watch of the feeds', () => {
  it('says once that a feed is silent, and once that it is back', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'], risk: { staleAfterMs: 10_000 } });
    bench.step({ MNQ: 100_000, MES: 27_000 });
    const spokenMs = bench.endMs - 200;
    stepAt(bench, spokenMs + 10_000, { MES: 27_000 });
    expect(bench.alarms('feed_stale')).toEqual([]);
    stepAt(bench, spokenMs + 10_250, { MES: 27_000 });
    for (let i = 0; i < 8; i += 1) bench.step({ MES: 27_000 });
    expect(bench.alarms('feed_stale')).toEqual(['MNQ: no quote for 10 s, entries stop']);
    bench.step({ MNQ: 100_000, MES: 27_000 });
    bench.step({ MNQ: 100_000, MES: 27_000 });
    expect(bench.alarms('feed_back')).toEqual(['MNQ: quotes are back']);
  });

  it('says nothing of a closed market', () => {
    const bench = new CoreDesk({ calendar: CME });
    bench.step();
    stepAt(bench, Date.UTC(2026, 10, 17, 22, 0), {});
    const before = bench.alarms('feed_stale').length;
    stepAt(bench, Date.UTC(2026, 10, 17, 22, 59), {});
    expect(bench.alarms('feed_stale')).toHaveLength(before);
  });
});

describe('a halt', () => {
  /** A halt of an hour upon a state. */
  function halted(mode: Mode, upon: 'RUN' | 'EXITS_ONLY'): CoreDesk {
    const bench = new CoreDesk({ mode });
    bench.step();
    const act = bench.desk.act(PERSON, false);
    if (bench.desk.ledger.account.state !== upon) act.changeState(ACCOUNT, upon, 'by_person');
    act.changeState(ACCOUNT, 'HALTED', 'daily_loss', T0 + 60 * MINUTE);
    bench.step();
    return bench;
  }

  it.each([
    ['SIM', 'RUN', 'RUN'],
    ['SIM', 'EXITS_ONLY', 'EXITS_ONLY'],
    ['REPLAY', 'RUN', 'RUN'],
    ['PRACTICE', 'RUN', 'EXITS_ONLY'],
    ['LIVE', 'RUN', 'EXITS_ONLY'],
  ] as const)('in %s upon %s ends at its time in %s', (mode, upon, after) => {
    const bench = halted(mode, upon);
    stepAt(bench, T0 + 60 * MINUTE - 250);
    expect(bench.desk.ledger.account.state).toBe('HALTED');
    stepAt(bench, T0 + 60 * MINUTE);
    bench.step();
    expect(bench.desk.ledger.account.state).toBe(after);
    expect(bench.of('StateChanged').filter(({ reason }) => reason === 'halt_expired')).toHaveLength(1);
  });

  it('of a book ends without the account', () => {
    const bench = new CoreDesk();
    bench.desk.act(PERSON, false).changeState(ACCOUNT, 'EXITS_ONLY', 'by_person');
    bench.desk.act(PERSON, false).changeState(scopeOfBook('MNQ'), 'HALTED', 'daily_loss', T0 + MINUTE);
    stepAt(bench, T0 + MINUTE);
    expect(bench.desk.ledger.book('MNQ').trading.state).toBe('RUN');
    expect(bench.desk.ledger.account.state).toBe('EXITS_ONLY');
  });
});

describe('the backstop', () => {
  it('closes what is held at 15:08 Chicago, whatever the strategy does, and not before', () => {
    const bench = new CoreDesk({ calendar: CME });
    bench.enter();
    stepAt(bench, BACKSTOP - 250);
    expect(bench.of('FlattenStarted')).toEqual([]);
    stepAt(bench, BACKSTOP);
    bench.step();
    expect(bench.of('FlattenStarted')).toMatchObject([
      { scope: { book: 'MNQ' }, reason: 'end_of_session', origin: { by: 'desk', duty: 'session' } },
    ]);
  });

  it('takes back an entry that waits, and does nothing where nothing is held or waits', () => {
    const bench = new CoreDesk({ calendar: CME, ids: ['MNQ', 'MES'] });
    const wait = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 500 } });
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [wait] });
    stepAt(bench, BACKSTOP);
    expect(bench.of('FlattenStarted')).toMatchObject([{ scope: { book: 'MNQ' } }]);
  });

  it('closes seven minutes before the contract rolls, in a market that never closes too', () => {
    const bench = new CoreDesk();
    bench.enter();
    stepAt(bench, rollMs - 7 * MINUTE - 250);
    expect(bench.of('FlattenStarted')).toEqual([]);
    stepAt(bench, rollMs - 7 * MINUTE);
    expect(bench.of('FlattenStarted')).toMatchObject([{ scope: { book: 'MNQ' }, reason: 'roll' }]);
  });

  it('leaves alone what is not ours', () => {
    const bench = new CoreDesk({ calendar: CME });
    bench.step();
    bench.desk.act(PERSON, false).record(
      {
        type: 'PositionAdopted',
        fill: {
          fillId: 'A1',
          orderId: 'A1',
          book: 'EXTERNAL',
          root: 'MNQ',
          contractId: bench.contract(),
          side: 'buy',
          qty: 1,
          priceTicks: 100_000,
          feeCents: 0,
          timeMs: bench.endMs,
        },
      },
      'EXTERNAL',
    );
    stepAt(bench, BACKSTOP);
    expect(bench.net('EXTERNAL')).toBe(1);
    expect(bench.of('FlattenStarted')).toEqual([]);
  });
});

describe('a roll', () => {
  it('takes a book that has traded and is flat to the next month, once', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_081 }, [
      bench.filled('MNQ-O3', 1, 100_081),
      { kind: 'canceled', orderId: 'MNQ-O2', reason: 'oco' },
    ]);
    stepAt(bench, rollMs - 250);
    expect(bench.of('ContractRolled')).toEqual([]);
    for (let i = 0; i < 3; i += 1) stepAt(bench, rollMs + 250 * i);
    expect(bench.of('ContractRolled')).toEqual([
      { type: 'ContractRolled', book: 'MNQ', root: 'MNQ', from: 'MNQZ6', to: 'MNQH7' },
    ]);
  });

  it('waits for a book that still holds the old month', () => {
    const bench = new CoreDesk();
    bench.enter();
    stepAt(bench, rollMs);
    expect(bench.of('ContractRolled')).toEqual([]);
  });
});

describe('break-even', () => {
  const targets = [40, 80].map((offsetTicks, index) => ({ price: { offsetTicks }, qty: index + 1 }));

  /** Three contracts, one filled at the first price and two at the second; the first target has filled. */
  it.each([
    ['long', 100_001, 100_002, 100_041, 100_002],
    ['short', 99_999, 99_998, 99_959, 99_998],
  ] as const)(
    '%s at an average between two ticks goes to the side that costs nothing',
    (direction, first, second, target, stop) => {
      const bench = new CoreDesk();
      const intent = entryIntent({
        direction,
        qty: 3,
        stop: { offsetTicks: 40 },
        targets,
        breakEvenAfterFirstTarget: true,
      });
      const away = direction === 'long' ? -40 : 40;
      bench.step({ MNQ: 100_000 }, [], { MNQ: [intent] });
      bench.step({ MNQ: 100_000 }, [
        { kind: 'accepted', orderId: 'MNQ-O1', status: 'working' },
        ...['MNQ-O2', 'MNQ-O3', 'MNQ-O4'].map(
          (orderId) => ({ kind: 'accepted', orderId, status: 'suspended' }) as const,
        ),
        bench.filled('MNQ-O1', 1, first, 2),
        bench.filled('MNQ-O1', 2, second),
        { kind: 'updated', orderId: 'MNQ-O2', qty: 3, stopTicks: first + away },
        { kind: 'updated', orderId: 'MNQ-O3', qty: 1, limitTicks: target },
      ]);
      bench.step({ MNQ: target }, [
        bench.filled('MNQ-O3', 1, target),
        { kind: 'updated', orderId: 'MNQ-O2', qty: 2, stopTicks: first + away },
      ]);
      expect(bench.sent).toMatchObject([{ kind: 'modify', orderId: 'MNQ-O2', stopTicks: stop }]);
    },
  );
});
