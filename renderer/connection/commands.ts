import type { HUB_COMMAND_ROUTES, ReceiptMessage, Reply } from '../../engine/wire/index.ts';
import type { Store } from '../state/store.ts';
import type { Answer, Caller } from './http.ts';

type Flattened = Reply<typeof HUB_COMMAND_ROUTES.flatten>;
type Switched = Reply<typeof HUB_COMMAND_ROUTES.stop>;

/** What a person may do from this page. A scope is a strategy's id, or "account". */
export interface Commands {
  readonly flatten: (scope: string) => Promise<void>;
  readonly stop: (scope: string) => Promise<void>;
  readonly start: (scope: string) => Promise<void>;
  readonly cancelOrder: (orderId: string) => Promise<void>;
  readonly setSpeed: (speed: number | 'max') => Promise<void>;
  readonly nextTrade: () => Promise<void>;
}

export interface CommandPorts {
  readonly store: Store;
  readonly hub: Caller;
  /** The symbol's own port, where this page can reach it. */
  readonly symbol: (id: string) => Caller | undefined;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** Long enough for a flatten that takes its 3 s, short enough to try the other door while it still matters. */
const HUB_PATIENCE_MS = 4_500;
/** The page knows that the hub is gone: one try, in case it just came back. */
const LOST_HUB_PATIENCE_MS = 400;
const SYMBOL_PATIENCE_MS = 5_000;

function pathOf(scope: string, verb: 'flatten' | 'stop' | 'start'): string {
  return scope === 'account' ? `/api/${verb}` : `/api/strategies/${encodeURIComponent(scope)}/${verb}`;
}

const SYMBOL_PATHS = { flatten: '/api/position/flatten', stop: '/api/trading/stop' } as const;

/** Server trouble that another door may not have. A refusal (4xx) is an answer and is never tried elsewhere. */
function isAway(answer: Answer<unknown>): boolean {
  return !answer.ok && (answer.status === 0 || answer.status >= 500);
}

/**
 * Several symbols' receipts as one for the account. Verified only when each strategy was reached and each is; it cannot
 * speak for positions that no strategy of ours holds.
 */
export function joinedReceipt(id: string, receipts: readonly ReceiptMessage[], asked: number): ReceiptMessage {
  const isWhole = receipts.length === asked;
  const known = receipts.every(({ positions, workingOrders }) => positions !== null && workingOrders !== null);
  return {
    id,
    scope: 'account',
    actor: receipts[0]?.actor ?? '',
    reason: 'manual',
    steps: receipts.map(({ scope, verified, ms }) => ({
      name: scope,
      text: `${scope} ${verified ? 'flat' : 'not verified'}`,
      ms,
    })),
    verified: isWhole && receipts.every(({ verified }) => verified),
    ended: isWhole && receipts.every(({ ended }) => ended),
    // One that was not asked yet leaves the whole unknown.
    positions: known ? receipts.flatMap(({ positions }) => positions ?? []) : null,
    workingOrders: known ? receipts.reduce((sum, { workingOrders }) => sum + (workingOrders ?? 0), 0) : null,
    ms: Math.max(0, ...receipts.map(({ ms }) => ms)),
    clock: 'wall',
    timestamp: receipts[0]?.timestamp ?? new Date(0).toISOString(),
  };
}

export function createCommands(ports: CommandPorts): Commands {
  const { store, hub } = ports;

  /** Straight to the symbols' own ports, where the hub does not answer. */
  const detour = async <T>(
    verb: 'flatten' | 'stop',
    scope: string,
    commandId: string,
  ): Promise<readonly Answer<T>[]> => {
    store.send({ type: 'ask-detour' });
    const ids = scope === 'account' ? store.get().symbols.map((symbol) => symbol.id) : [scope];
    const doors = ids.flatMap((id) => ports.symbol(id) ?? []);
    return Promise.all(
      doors.map((door, index) =>
        door.post<T>(SYMBOL_PATHS[verb], { commandId: `${commandId}-${index}` }, SYMBOL_PATIENCE_MS),
      ),
    );
  };

  const ask = <T>(verb: 'flatten' | 'stop', scope: string, commandId: string): Promise<Answer<T>> => {
    const patience = store.get().hub.phase === 'up' ? HUB_PATIENCE_MS : LOST_HUB_PATIENCE_MS;
    return hub.post<T>(pathOf(scope, verb), { commandId }, patience);
  };

  const refuse = (answers: readonly Answer<unknown>[], first: Answer<unknown>): void => {
    const failed = answers.find((answer) => !answer.ok) ?? first;
    const message = failed.ok ? 'no answer' : failed.message;
    store.send({
      type: 'ask-refused',
      message: `${message}. Neither hub nor engine took it: use the broker's own platform.`,
    });
  };

  const flatten = async (scope: string): Promise<void> => {
    store.send({ type: 'asked', kind: 'flatten', scope });
    const commandId = ports.newId();
    const first = await ask<Flattened>('flatten', scope, commandId);
    if (first.ok) {
      store.send({ type: 'receipt', receipt: first.value.receipt });
      return;
    }
    if (!isAway(first)) {
      store.send({ type: 'ask-refused', message: first.message });
      return;
    }
    const answers = await detour<Flattened>('flatten', scope, commandId);
    const receipts = answers.flatMap((answer) => (answer.ok ? [answer.value.receipt] : []));
    const [only] = receipts;
    if (only === undefined) refuse(answers, first);
    else if (scope === 'account') {
      const asked = store.get().symbols.length;
      store.send({ type: 'receipt', receipt: joinedReceipt(commandId, receipts, asked), parts: receipts });
    } else store.send({ type: 'receipt', receipt: only });
  };

  const stop = async (scope: string): Promise<void> => {
    store.send({ type: 'asked', kind: 'stop', scope });
    const startedMs = ports.nowMs();
    const commandId = ports.newId();
    const first = await ask<Switched>('stop', scope, commandId);
    if (!first.ok && !isAway(first)) {
      store.send({ type: 'ask-refused', message: first.message });
      return;
    }
    const answers = first.ok ? [first] : await detour<Switched>('stop', scope, commandId);
    if (answers.length === 0 || answers.some((answer) => !answer.ok)) {
      refuse(answers, first);
      return;
    }
    const count = store.get().symbols.length;
    const text = scope === 'account' ? `${count} strategies take no entries` : 'entries stopped, protection stays';
    store.send({ type: 'stopped', scope, text, ms: ports.nowMs() - startedMs });
  };

  const report = (answer: Answer<unknown>, done: string): void => {
    if (!answer.ok) store.send({ type: 'toast', tone: 'error', text: `Refused: ${answer.message}` });
    else if (done !== '') store.send({ type: 'toast', tone: 'info', text: done });
  };

  return {
    flatten,
    stop,
    start: async (scope) => {
      const answer = await hub.post<Switched>(pathOf(scope, 'start'), { commandId: ports.newId() });
      report(answer, scope === 'account' ? 'The account takes entries again' : `${scope} takes entries again`);
    },
    cancelOrder: async (orderId) => {
      const answer = await hub.post(`/api/orders/${encodeURIComponent(orderId)}/cancel`, { commandId: ports.newId() });
      report(answer, `Order ${orderId} is canceled`);
    },
    // A speed ends the way to the next trade.
    setSpeed: async (speed) => {
      store.send({ type: 'seek', isOn: false });
      report(await hub.post('/api/sim/speed', { speed, commandId: ports.newId() }), '');
    },
    nextTrade: async () => {
      store.send({ type: 'seek', isOn: true });
      const answer = await hub.post('/api/sim/next-trade', { commandId: ports.newId() }, 60_000);
      if (!answer.ok) store.send({ type: 'seek', isOn: false });
      report(answer, '');
    },
  };
}
