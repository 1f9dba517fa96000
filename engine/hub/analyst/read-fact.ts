import { z } from 'zod';
import { encodeAccount } from '../../wire/encode/index.ts';
import type { Facts } from './facts.ts';

const barsAsked = z.object({ root: z.string(), minutes: z.number().int().min(1).max(600) });
const tradesAsked = z.object({
  hours: z
    .number()
    .min(0.1)
    .max(24 * 60),
});
const daysAsked = z.object({ from: z.iso.date(), to: z.iso.date() });

/** One reading for the model; whatever it asks that is not declared gets an error, and nothing else happens. */
export function readFact(facts: Facts, name: string, args: string): unknown {
  let given: unknown;
  try {
    given = JSON.parse(args === '' ? '{}' : args);
  } catch {
    return { error: 'the arguments are not JSON' };
  }
  switch (name) {
    case 'get_account': {
      const view = facts.account();
      return view === undefined ? { error: 'no account yet' } : encodeAccount(view, facts.age);
    }
    case 'get_bars': {
      const asked = barsAsked.safeParse(given);
      const root = asked.success ? facts.rootOf(asked.data.root) : undefined;
      if (!asked.success || root === undefined)
        return { error: `known roots: ${facts.roots.join(', ')}; minutes 1 to 600` };
      const price = (ticks: number): number => Number(facts.price(root, ticks));
      return facts
        .bars(root, asked.data.minutes)
        .map((bar) => [
          new Date(bar.timeMs).toISOString(),
          price(bar.open),
          price(bar.high),
          price(bar.low),
          price(bar.close),
          bar.volume,
        ]);
    }
    case 'get_trades': {
      const asked = tradesAsked.safeParse(given);
      if (!asked.success) return { error: 'hours from 0.1 to 1440' };
      return facts
        .trades({ fromMs: facts.nowMs - asked.data.hours * 3_600_000, toMs: facts.nowMs + 1 }, undefined)
        .slice(-200)
        .map((trade) => ({
          id: trade.tradeId,
          strategy: trade.book,
          side: trade.direction,
          quantity: trade.qty,
          net: trade.netCents / 100,
          exit: trade.exitReason,
          closed: new Date(trade.exitMs).toISOString(),
        }));
    }
    case 'get_days': {
      const asked = daysAsked.safeParse(given);
      if (!asked.success) return { error: 'from and to as YYYY-MM-DD' };
      return facts
        .days({ fromDay: asked.data.from, toDay: asked.data.to }, undefined)
        .map((day) => ({ date: day.tradingDay, net: day.netCents / 100, trades: day.trades }));
    }
    default:
      return { error: `there is no tool ${name.slice(0, 40)}` };
  }
}
