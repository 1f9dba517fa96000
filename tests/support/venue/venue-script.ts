import fc from 'fast-check';
import type { BrokerCommand, BrokerReport, StepReport } from '../../../engine/domain/broker.ts';
import { isReport } from '../../../engine/domain/broker.ts';
import type { Order } from '../../../engine/domain/order.ts';
import type { SyncVenue } from '../../../engine/ports/sync-venue.ts';
import { ScriptFeed, type ScriptedQuote } from './script-feed.ts';
import { CONTRACT, T0, order } from './venue-bench.ts';

/** One turn of a generated run. `pick` chooses among what is there at that time. */
export type Turn =
  | { readonly kind: 'step' }
  | {
      readonly kind: 'entry';
      readonly side: 'buy' | 'sell';
      readonly type: 'market' | 'limit' | 'stop';
      readonly away: number;
      readonly targets: readonly number[];
      readonly rest: number;
      readonly stop: number;
      readonly lifeMs: number | undefined;
    }
  | { readonly kind: 'cancel' | 'modify'; readonly pick: number; readonly now: boolean; readonly priceTicks: number }
  | { readonly kind: 'flatten' };

const start = 1000;
const side = fc.constantFrom('buy' as const, 'sell' as const);
const entry = fc.record({
  kind: fc.constant('entry' as const),
  side,
  type: fc.constantFrom('market' as const, 'market' as const, 'limit' as const, 'stop' as const),
  away: fc.integer({ min: -3, max: 8 }),
  targets: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  rest: fc.integer({ min: 0, max: 2 }),
  stop: fc.integer({ min: 1, max: 12 }),
  lifeMs: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: undefined }),
});
const command = fc.record({
  kind: fc.constantFrom('cancel' as const, 'modify' as const),
  pick: fc.nat(1_000),
  now: fc.boolean(),
  priceTicks: fc.integer({ min: start - 12, max: start + 12 }),
});

/** A script of a run: turns, mostly steps, with orders and acts between. */
export const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant<Turn>({ kind: 'step' }) },
    { weight: 3, arbitrary: entry },
    { weight: 2, arbitrary: command },
    { weight: 1, arbitrary: fc.constant<Turn>({ kind: 'flatten' }) },
  ),
  { minLength: 20, maxLength: 90, size: 'max' },
);

/** A market that wanders and jumps, with thin quotes (also of size 0) and gaps. */
export const markets: fc.Arbitrary<ScriptFeed> = fc
  .array(
    fc.record({
      move: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -2, max: 2 }) }, fc.integer({ min: -9, max: 9 })),
      gapMs: fc.constantFrom(0, 40, 250, 250, 250, 260, 5_000),
      spread: fc.integer({ min: 1, max: 2 }),
      lastOff: fc.integer({ min: -1, max: 2 }),
      bidSize: fc.integer({ min: 0, max: 4 }),
      askSize: fc.integer({ min: 0, max: 4 }),
    }),
    { minLength: 60, maxLength: 100, size: 'max' },
  )
  .map((moves) => {
    let timeMs = T0;
    let bidTicks = start;
    const quotes: ScriptedQuote[] = [{ timeMs, bidTicks }];
    for (const { move, gapMs, spread, lastOff, bidSize, askSize } of moves) {
      timeMs += gapMs;
      bidTicks += move;
      quotes.push({ timeMs, bidTicks, askTicks: bidTicks + spread, lastTicks: bidTicks + lastOff, bidSize, askSize });
    }
    return new ScriptFeed(quotes);
  });

/** Told after each turn. */
export interface Watcher {
  /** An order was sent; legs are in its bracket. */
  placed?(order: Order): void;
  reports?(reports: readonly BrokerReport[]): void;
  settled?(venue: SyncVenue): void;
}

/**
 * Plays a script as a desk would: ids by counters, protection canceled before a closing order goes. `venueOf` is asked
 * before every call, so that a test may make the venue anew. Returns every answer as JSON.
 */
export function playScript(turnsOf: readonly Turn[], venueOf: () => SyncVenue, watcher: Watcher = {}): string[] {
  const answers: string[] = [];
  const known: { orderId: string; type: string }[] = [];
  const onTheWay = new Set<string>();
  let n = 0;
  let counter = 0;
  const tell = (value: unknown) => answers.push(JSON.stringify(value) ?? 'undefined');
  const now = (commands: readonly BrokerCommand[]): void => {
    const reports = venueOf().executeNow(commands);
    watcher.reports?.(reports.filter(isReport));
    tell(reports);
  };
  const step = (): void => {
    const answer: StepReport | undefined = venueOf().advance(n + 1);
    tell(answer);
    if (answer === undefined) return;
    n += 1;
    onTheWay.clear();
    watcher.reports?.(answer.entries.filter(isReport));
  };
  const place = (turn: Extract<Turn, { kind: 'entry' }>): void => {
    counter += 1;
    const id = `O${counter}`;
    const qty = Math.max(1, turn.targets.reduce((sum, size) => sum + size, 0) + turn.rest);
    const away = turn.side === 'buy' ? -turn.away : turn.away;
    const limit = turn.type === 'limit' ? { limitTicks: start + away } : {};
    const stop = turn.type === 'stop' ? { stopTicks: start - away } : {};
    const sent = order({
      orderId: id,
      side: turn.side,
      type: turn.type,
      qty,
      ...limit,
      ...stop,
      ...(turn.lifeMs === undefined ? {} : { expiresMs: venueOf().standing().lastStepEndMs + turn.lifeMs }),
      bracket: {
        stop: { orderId: `${id}s`, price: { offsetTicks: turn.stop }, qty },
        targets: turn.targets.map((size, index) => ({
          orderId: `${id}t${index}`,
          price: index % 2 === 0 ? { offsetTicks: 2 + index } : { priceTicks: start + (turn.side === 'buy' ? 6 : -6) },
          qty: size,
        })),
        breakEvenAfterFirstTarget: false,
      },
    });
    known.push({ orderId: id, type: turn.type }, { orderId: `${id}s`, type: 'stop' });
    turn.targets.forEach((_size, index) => known.push({ orderId: `${id}t${index}`, type: 'limit' }));
    watcher.placed?.(sent);
    onTheWay.add(id);
    venueOf().submit([{ kind: 'place', commandId: id, epoch: 1, order: sent }]);
  };
  const act = (turn: Extract<Turn, { kind: 'cancel' | 'modify' }>): void => {
    const target = known[turn.pick % Math.max(1, known.length)];
    if (target === undefined) return;
    counter += 1;
    const base = { commandId: `C${counter}`, epoch: 1, orderId: target.orderId };
    const price = target.type === 'limit' ? { limitTicks: turn.priceTicks } : { stopTicks: turn.priceTicks };
    const made: BrokerCommand =
      turn.kind === 'cancel'
        ? { kind: 'cancel', reason: 'by_strategy', ...base }
        : { kind: 'modify', ...base, ...price };
    if (turn.now) now([made]);
    else venueOf().submit([made]);
  };
  const flatten = (): void => {
    const open = [
      ...venueOf()
        .state()
        .openOrders.map((resting) => resting.orderId),
      ...onTheWay,
    ];
    now(
      open.map((orderId, index) => ({
        kind: 'cancel',
        epoch: 1,
        reason: 'by_flatten',
        commandId: `K${counter}-${n}-${index}`,
        orderId,
      })),
    );
    counter += 1;
    const net =
      venueOf()
        .state()
        .positions.find((position) => position.contractId === CONTRACT)?.netQty ?? 0;
    if (net === 0) return;
    const id = `O${counter}`;
    const closing = order({
      orderId: id,
      side: net > 0 ? 'sell' : 'buy',
      role: 'exit',
      reducing: true,
      qty: Math.abs(net),
    });
    watcher.placed?.(closing);
    now([{ kind: 'place', commandId: id, epoch: 1, order: closing }]);
  };

  step();
  for (const turn of turnsOf) {
    if (turn.kind === 'step') step();
    else if (turn.kind === 'entry') place(turn);
    else if (turn.kind === 'flatten') flatten();
    else act(turn);
    watcher.settled?.(venueOf());
  }
  tell(venueOf().state());
  return answers;
}
