import assert from 'node:assert/strict';
import type { BrokerCommand } from '../../engine/domain/broker.ts';
import { ofDuty } from '../../engine/domain/origin.ts';
import { ACCOUNT } from '../../engine/domain/scope.ts';
import { seeded } from './random.ts';
import { CoreDesk } from './core-desk.ts';
import { FaultyVenue, NO_FAULTS } from './venue/faulty-venue.ts';
import { entryIntent } from './rows.ts';
import { ScriptFeed } from './venue/script-feed.ts';
import { VenueRun } from './venue/venue-run.ts';
import { CONTRACT, every250, venueOver } from './venue/venue-bench.ts';

export interface FlattenFigures {
  sessions: number;
  /** Sessions in which something was held when the flatten began. */
  positions: number;
  faults: number;
  restarts: number;
  /** Sessions in which somebody traded by hand meanwhile. */
  byHand: number;
  /** Closing orders sent. */
  closes: number;
  /** Most steps that a flatten took. */
  longest: number;
}

/** Steps with faults, then so many without, in which every flatten must be over: pauses of 15 s and the venue's own time. */
const FAULTY_STEPS = 60;
const HEALED_STEPS = 240;

/**
 * Sessions in which a machine's flatten runs over a venue with faults, each from its own seed. After each: the venue is
 * flat and without orders, the books say the same, no position was ever turned round, and no two closing orders were on
 * their way at once.
 * @param first number of the first session, to play one again
 */
export function playFlattens(options: { sessions: number; seed: number; first?: number }): FlattenFigures {
  const figures = { sessions: 0, positions: 0, faults: 0, restarts: 0, byHand: 0, closes: 0, longest: 0 };
  const { sessions, seed, first = 0 } = options;
  for (let index = first; index < first + sessions; index += 1) {
    try {
      play(seed * 1_000_003 + index, figures);
    } catch (error) {
      throw new Error(`session ${index} of seed ${seed}: ${String(error)}`, { cause: error });
    }
    figures.sessions += 1;
  }
  return figures;
}

function play(seed: number, figures: FlattenFigures): void {
  const random = seeded(seed);
  const chance = (share: number): boolean => random() < share;
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  let price = 100_000;
  const quotes = every250(
    Array.from({ length: FAULTY_STEPS + HEALED_STEPS + 40 }, () => {
      price += upTo(5) - 3;
      return { bidTicks: price };
    }),
  );
  const venue = new FaultyVenue(venueOver(new ScriptFeed(quotes)));
  const bench = new CoreDesk();
  const run = new VenueRun(bench, venue);
  run.step();
  const qty = upTo(3);
  const long = chance(0.5);
  const targets = Array.from({ length: qty }, (_none, at) => ({ price: { offsetTicks: 8 + 8 * at }, qty: 1 }));
  const stop = { offsetTicks: upTo(30) + 4 };
  run.step({ MNQ: [entryIntent({ qty, direction: long ? 'long' : 'short', stop, targets })] });
  for (let i = upTo(5); i > 0; i -= 1) run.step();

  const watch = new Watch(venue);
  const rate = random() * random() * 1.2;
  const fate = (share: number): boolean => {
    const hit = chance(rate * share);
    if (hit) figures.faults += 1;
    return hit;
  };
  venue.faults = {
    ...NO_FAULTS,
    command: (command) => {
      watch.command(command);
      if (fate(0.3)) return 'lose';
      return fate(0.6) ? { refuse: command.kind === 'place' ? 'outside_hours' : 'refused' } : undefined;
    },
    entry: () => {
      if (fate(0.15)) return 'lose';
      if (fate(0.3)) return 'double';
      return fate(0.5) ? { steps: upTo(8) } : undefined;
    },
  };
  const held = watch.net();
  if (held !== 0) figures.positions += 1;
  bench.desk.act(ofDuty('risk', 'test'), false).startFlatten(ACCOUNT, 'risk_limit');
  const dies = chance(0.3) ? upTo(20) : 0;
  if (chance(0.2)) {
    const hand = { side: chance(0.5) ? 'buy' : 'sell', qty: upTo(2) } as const;
    venue.tradeByHand({ venueId: 'HAND', contractId: CONTRACT, priceTicks: price, ...hand });
    if (chance(0.5)) {
      venue.orderByHand({ venueId: 'REST', contractId: CONTRACT, side: 'buy', qty: 1, priceTicks: price - 500 });
    }
    figures.byHand += 1;
    watch.byHand = hand.side === 'buy' ? hand.qty : -hand.qty;
  }
  for (let n = 1; n <= FAULTY_STEPS; n += 1) {
    run.step();
    watch.look(held);
    if (n !== dies) continue;
    run.restart();
    figures.restarts += 1;
  }
  venue.faults = { ...NO_FAULTS, command: (command) => watch.command(command) };
  let steps = FAULTY_STEPS;
  for (let n = 1; n <= HEALED_STEPS && bench.desk.ledger.flattens.size > 0; n += 1) {
    run.step();
    watch.look(held);
    steps += 1;
  }
  figures.closes += watch.closes;
  figures.longest = Math.max(figures.longest, steps);
  // A moment more: what was late has come, and the books are compared.
  for (let n = 0; n < 20; n += 1) run.step();
  assert.deepEqual(
    bench.of('FlattenEnded').map(({ verified }) => verified),
    [true],
  );
  const state = venue.state();
  assert.deepEqual(state.positions, []);
  assert.deepEqual(state.openOrders, []);
  assert.deepEqual(bench.desk.ledger.openOrders('MNQ'), []);
  assert.equal(bench.net() + bench.net('EXTERNAL'), 0);
}

/** Looks at the venue's own books: the truth. */
class Watch {
  closes = 0;
  byHand = 0;
  private readonly venue: FaultyVenue;

  constructor(venue: FaultyVenue) {
    this.venue = venue;
  }

  net(): number {
    return this.venue.state().positions.find(({ contractId }) => contractId === CONTRACT)?.netQty ?? 0;
  }

  command(command: BrokerCommand): undefined {
    if (command.kind === 'place' && command.order.role === 'exit') this.closes += 1;
  }

  look(held: number): void {
    const net = this.net();
    // Between what was held and nothing, whichever comes first of the own closing and what was done by hand.
    const ends = [0, held, this.byHand, held + this.byHand];
    // What was closed by hand leaves targets behind, which fill where the venue refuses to cancel them.
    const orphans = this.byHand === 0 ? 0 : Math.abs(held);
    const from = Math.min(...ends) - orphans;
    const to = Math.max(...ends) + orphans;
    assert.ok(net >= from && net <= to, `expected a position from ${from} to ${to}, found ${net}`);
    const exits = this.venue.state().openOrders.filter(({ type }) => type === 'market');
    assert.ok(exits.length <= 1, `expected one closing order on its way, found ${exits.length}`);
  }
}
