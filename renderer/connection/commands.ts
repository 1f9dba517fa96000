import type { ReceiptMessage } from '../../engine/wire/index.ts';
import { isHubAway } from '../state/old-figures.ts';
import type { Store } from '../state/store.ts';
import type { Answer, HubClient, SymbolClient } from './http.ts';

/** What a person may do from this page. A scope is a strategy's id, or "account". */
export interface Commands {
  readonly flatten: (scope: string) => Promise<void>;
  readonly stop: (scope: string) => Promise<void>;
  readonly start: (scope: string) => Promise<void>;
  /** Gives up a flatten that is under way: nothing more is closed. */
  readonly endFlatten: (scope: string) => Promise<void>;
  /** A person has seen a difference between our books and the venue's. */
  readonly acknowledge: (difference: string) => Promise<void>;
  readonly cancelOrder: (orderId: string) => Promise<void>;
  readonly setSpeed: (speed: number | 'max') => Promise<void>;
  readonly nextTrade: () => Promise<void>;
}

export interface CommandPorts {
  readonly store: Store;
  readonly hub: HubClient;
  /** The symbol's own port, where this page can reach it. */
  readonly symbol: (id: string) => SymbolClient | undefined;
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** The password is wanted again, and then what was to be done. */
  readonly passwordWanted: (run: () => void) => void;
}

/** Long enough for a flatten that takes its 3 s, short enough to try the other door while it still matters. */
const HUB_PATIENCE_MS = 4_500;
/** The page knows that the hub is gone: one try, in case it just came back. */
const LOST_HUB_PATIENCE_MS = 400;
const SYMBOL_PATIENCE_MS = 5_000;

/** Server trouble that another door may not have. A refusal (4xx) is an answer and is never tried elsewhere. */
function isAway(answer: Answer<unknown>): boolean {
  return !answer.ok && (answer.status === 0 || answer.status >= 500);
}

/**
 * Several symbols' receipts as one for the account. Verified only when each strategy was reached and each is, and when no
 * other book is known to hold or wait for anything: `others`, which no symbol's port reaches.
 */
export function joinedReceipt(
  id: string,
  receipts: readonly ReceiptMessage[],
  asked: number,
  others: readonly string[],
): ReceiptMessage {
  const isWhole = receipts.length === asked && others.length === 0;
  const known = receipts.every(({ positions, workingOrders }) => positions !== null && workingOrders !== null);
  return {
    id,
    scope: 'account',
    actor: receipts[0]?.actor ?? '',
    reasonCode: 'manual',
    reason: 'flattened by a person',
    steps: [
      ...receipts.map(({ scope, verified, ms }) => ({
        name: scope,
        text: `${scope} ${verified ? 'flat' : 'not verified'}`,
        ms,
      })),
      ...others.map((book) => ({ name: 'not_verified', text: `${book} not reached: only the hub closes it`, ms: 0 })),
    ],
    verified: isWhole && receipts.every(({ verified }) => verified),
    ended: isWhole && receipts.every(({ ended }) => ended),
    // One that was not asked yet leaves the whole unknown.
    positions: known && others.length === 0 ? receipts.flatMap(({ positions }) => positions ?? []) : null,
    workingOrders:
      known && others.length === 0 ? receipts.reduce((sum, { workingOrders }) => sum + (workingOrders ?? 0), 0) : null,
    ms: Math.max(0, ...receipts.map(({ ms }) => ms)),
    clock: 'wall',
    timestamp: receipts[0]?.timestamp ?? new Date(0).toISOString(),
  };
}

export function createCommands(ports: CommandPorts): Commands {
  const { store, hub } = ports;

  /** Straight to the symbols' own ports, where the hub does not answer. */
  const detour = async <T>(
    scope: string,
    commandId: string,
    call: (door: SymbolClient, body: { readonly commandId: string }) => Promise<Answer<T>>,
  ): Promise<readonly Answer<T>[]> => {
    store.send({ type: 'ask-detour' });
    const ids = scope === 'account' ? store.get().symbols.map((symbol) => symbol.id) : [scope];
    const doors = ids.flatMap((id) => ports.symbol(id) ?? []);
    return Promise.all(doors.map((door, index) => call(door, { commandId: `${commandId}-${index}` })));
  };

  const patience = (): number => (isHubAway(store.get()) ? LOST_HUB_PATIENCE_MS : HUB_PATIENCE_MS);

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
    const first = await (scope === 'account'
      ? hub.call('flatten', { body: { commandId } }, patience())
      : hub.call('flattenStrategy', { params: { id: scope }, body: { commandId } }, patience()));
    if (first.ok) {
      store.send({ type: 'receipt', receipt: first.value.receipt });
      return;
    }
    if (!isAway(first)) {
      store.send({ type: 'ask-refused', message: first.message });
      return;
    }
    const answers = await detour(scope, commandId, (door, body) => door.call('flatten', { body }, SYMBOL_PATIENCE_MS));
    const receipts = answers.flatMap((answer) => (answer.ok ? [answer.value.receipt] : []));
    const [only] = receipts;
    if (only === undefined) refuse(answers, first);
    else if (scope === 'account') {
      const { symbols, account } = store.get();
      const others = (account?.books ?? [])
        .filter(
          ({ kind, positions, workingOrders }) => kind !== 'strategy' && (positions.length > 0 || workingOrders > 0),
        )
        .map(({ id }) => id);
      const receipt = joinedReceipt(commandId, receipts, symbols.length, others);
      store.send({ type: 'receipt', receipt, parts: receipts });
    } else store.send({ type: 'receipt', receipt: only });
  };

  const stop = async (scope: string): Promise<void> => {
    store.send({ type: 'asked', kind: 'stop', scope });
    const startedMs = ports.nowMs();
    const commandId = ports.newId();
    const first = await (scope === 'account'
      ? hub.call('stop', { body: { commandId } }, patience())
      : hub.call('stopStrategy', { params: { id: scope }, body: { commandId } }, patience()));
    if (!first.ok && !isAway(first)) {
      store.send({ type: 'ask-refused', message: first.message });
      return;
    }
    const answers = first.ok
      ? [first]
      : await detour(scope, commandId, (door, body) => door.call('stop', { body }, SYMBOL_PATIENCE_MS));
    const count = store.get().symbols.length;
    const isWhole = first.ok || scope !== 'account' || answers.length === count;
    if (answers.length === 0 || !isWhole || answers.some((answer) => !answer.ok)) {
      refuse(answers, first);
      return;
    }
    const text = scope === 'account' ? `${count} strategies take no entries` : 'entries stopped, protection stays';
    store.send({ type: 'stopped', scope, text, ms: ports.nowMs() - startedMs });
  };

  /** Does what wants no second door, and says what came of it; what wants the password again is done when it was typed. */
  const act = async (call: () => Promise<Answer<unknown>>, done: string): Promise<void> => {
    const answer = await call();
    if (answer.ok) {
      if (done !== '') store.send({ type: 'toast', tone: 'info', text: done });
    } else if (answer.code === 'reauthenticate') ports.passwordWanted(() => void act(call, done));
    else store.send({ type: 'toast', tone: 'error', text: `Refused: ${answer.message}` });
  };

  return {
    flatten,
    stop,
    start: async (scope) => {
      const body = { commandId: ports.newId() };
      await act(
        () =>
          scope === 'account'
            ? hub.call('start', { body })
            : hub.call('startStrategy', { params: { id: scope }, body }),
        scope === 'account' ? 'The account takes entries again' : `${scope} takes entries again`,
      );
    },
    endFlatten: async (scope) => {
      const body = { commandId: ports.newId() };
      await act(
        () =>
          scope === 'account'
            ? hub.call('endFlatten', { body })
            : hub.call('endStrategyFlatten', { params: { id: scope }, body }),
        'The flatten is given up: what is open stays open',
      );
    },
    acknowledge: async (difference) => {
      const body = { difference, commandId: ports.newId() };
      await act(() => hub.call('acknowledge', { body }), 'Seen: entries are taken again');
    },
    cancelOrder: async (orderId) => {
      const call = { params: { id: orderId }, body: { commandId: ports.newId() } };
      await act(() => hub.call('cancelOrder', call), `Order ${orderId} is canceled`);
    },
    // A speed ends the way to the next trade.
    setSpeed: async (speed) => {
      store.send({ type: 'seek', isOn: false });
      const body = { speed, commandId: ports.newId() };
      await act(() => hub.call('speed', { body }), '');
    },
    nextTrade: async () => {
      const body = { commandId: ports.newId() };
      await act(async () => {
        store.send({ type: 'seek', isOn: true });
        const answer = await hub.call('nextTrade', { body }, 60_000);
        if (!answer.ok) store.send({ type: 'seek', isOn: false });
        return answer;
      }, '');
    },
  };
}
