import { STRATEGIES } from '../domain/book.ts';
import { contractAt } from '../domain/contract-month.ts';
import { ALWAYS, CME } from '../domain/session.ts';
import type { OwnWire } from '../adapters/link/own-wire.ts';
import type { Settings } from '../config/settings.ts';

const ASK_LIMIT_MS = 1_500;

type Contracts = Readonly<Record<string, string>>;

function entriesOf(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  const { strategies } = (answer ?? {}) as { strategies?: unknown };
  return Array.isArray(strategies) ? strategies : [];
}

/** What the hub says of the contracts now, by strategy id; empty where it does not answer in time. */
async function askHub(wire: OwnWire): Promise<Contracts> {
  try {
    const answer = await wire.call('GET', new URL('/api/strategies', wire.place.hub), { limitMs: ASK_LIMIT_MS });
    const found = entriesOf(answer).flatMap((entry) => {
      const { id, symbol } = (entry ?? {}) as { id?: unknown; symbol?: unknown };
      return typeof id === 'string' && typeof symbol === 'string' ? [[id, symbol] as const] : [];
    });
    return Object.fromEntries(found);
  } catch {
    return {}; // the dated rule has an answer too
  }
}

/** By the dated rule, for the time at which market time begins. */
function byRule(settings: Settings, nowMs: number): Contracts {
  const calendar = settings.feed.kind === 'sim' && settings.feed.hours === 'always' ? ALWAYS : CME;
  const found = settings.strategies.flatMap(({ id }) => {
    const root = STRATEGIES.find((strategy) => strategy.id === id)?.root;
    return root === undefined ? [] : [[id, contractAt(calendar, root, settings.fromMs ?? nowMs).id] as const];
  });
  return Object.fromEntries(found);
}

/** The contract that each strategy trades, for the ready line. */
export async function currentContracts(settings: Settings, wire: OwnWire, nowMs: number): Promise<Contracts> {
  return { ...byRule(settings, nowMs), ...(await askHub(wire)) };
}
