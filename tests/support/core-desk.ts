import type { StrategySettings } from '../../engine/config/settings.ts';
import type { Mode } from '../../engine/domain/book.ts';
import type { BrokerCommand, BrokerEntry, BrokerOrder, BrokerState, StepReport } from '../../engine/domain/broker.ts';
import type { ContractFacts } from '../../engine/domain/contract.ts';
import type { EngineAnswer } from '../../engine/domain/engine-step.ts';
import type { AlarmCode, JournalEvent } from '../../engine/domain/events.ts';
import type { Intent } from '../../engine/domain/intent.ts';
import type { Quote } from '../../engine/domain/quote.ts';
import type { RiskSettings } from '../../engine/config/settings.ts';
import type { Finished } from '../../engine/desk/core/finished.ts';
import { STRATEGIES } from '../../engine/domain/book.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { contractAt } from '../../engine/domain/contract-month.ts';
import { isClosed } from '../../engine/domain/order.ts';
import { ALWAYS, type Calendar } from '../../engine/domain/session.ts';
import { DeskCore } from '../../engine/desk/core/desk-core.ts';
import { MemoryJournal } from '../../engine/ports/memory-journal.ts';
import { entryIntent } from './rows.ts';
import { testSettings } from './venue/sync-market.ts';
import { T0 } from './venue/venue-bench.ts';

type Unnumbered<T> = T extends unknown
  ? Omit<T, 'reportSeq' | 'step' | 'immediate' | 'timeMs'> & { readonly timeMs?: number; readonly reportSeq?: number }
  : never;
/** An entry as a test writes it: number and time follow by themselves. */
export type TestEntry = Unnumbered<BrokerEntry>;

export const PERSON = { by: 'person', user: 'owner', device: 'test', cause: 'F8' } as const;

export interface CoreDeskOptions {
  readonly ids?: readonly string[];
  readonly mode?: Mode;
  readonly risk?: Partial<RiskSettings>;
  readonly calendar?: Calendar;
}

/**
 * A desk without any process: a test plays the venue and the engines, word for word. Steps follow each other every 250 ms
 * of market time from T0 on.
 */
export class CoreDesk {
  readonly journal: MemoryJournal;
  desk: DeskCore;
  /** Commands that went out with the last step. */
  sent: readonly BrokerCommand[] = [];
  endMs = T0;
  private options: CoreDeskOptions;
  private readonly seqs = new Map<string, number>();
  private reportSeq = 0;
  private epoch = 0;

  constructor(options: CoreDeskOptions = {}) {
    this.options = options;
    this.journal = new MemoryJournal({
      account: 'A',
      run: 'run-1',
      runNumber: 1,
      mode: options.mode ?? 'SIM',
      startBalanceCents: 5_000_000,
      configHash: 'x',
    });
    this.desk = this.open();
  }

  /** The desk dies; another one begins from the journal, perhaps with other strategies or limits. */
  restart(change: CoreDeskOptions = {}): void {
    this.options = { ...this.options, ...change };
    this.desk = this.open();
  }

  /** One step: quotes by root (bid; the ask is a tick above), what the venue told in it, and what strategies want. */
  step(
    quotes: Readonly<Record<string, number>> | readonly Quote[] = { MNQ: 100_000 },
    told: readonly TestEntry[] = [],
    intents: Readonly<Record<string, readonly Intent[]>> = {},
    ms = 250,
  ): Finished {
    const { desk } = this;
    this.endMs += ms;
    const report: StepReport = {
      n: desk.step + 1,
      startMs: this.endMs - 250,
      endMs: this.endMs,
      quotes: Array.isArray(quotes)
        ? quotes
        : Object.entries(quotes as Readonly<Record<string, number>>).map(([root, bid]) => this.quote(root, bid)),
      entries: this.entries(told),
      nextEndMs: this.endMs + 250,
    };
    desk.beginStep(report);
    if (desk.asksVenue && this.venue !== undefined) desk.hearVenue({ ...this.venue(), lastReportSeq: this.reportSeq });
    const answers = new Map<string, EngineAnswer>(
      Object.entries(intents).map(([id, wanted]) => [
        id,
        { n: report.n, intents: wanted, bars: [], points: [], logs: [] },
      ]),
    );
    const finished = desk.finishStep(answers);
    this.sent = finished.commands;
    return finished;
  }

  /** The venue's own books, where it is asked; undefined: it does not answer. By default they are ours. */
  venue: (() => BrokerState) | undefined = () => this.ownBooks();

  /** The venue's books if they were the same as ours. */
  ownBooks(): BrokerState {
    const { ledger } = this.desk;
    const nets = new Map<string, { root: string; netQty: number; cost: number }>();
    for (const book of ledger.books()) {
      for (const { contractId, root, position } of book.held()) {
        const net = nets.get(contractId) ?? { root, netQty: 0, cost: 0 };
        net.netQty += position.netQty;
        net.cost += Math.sign(position.netQty) * position.costTicksSum;
        nets.set(contractId, net);
      }
    }
    const openOrders = [...ledger.fold.open()]
      .filter(({ status }) => status !== 'pending_new')
      .map((state): BrokerOrder => {
        const { order, venueId, qty, filledQty, limitTicks, stopTicks } = state;
        return {
          orderId: venueId ?? order.orderId,
          ...(venueId === undefined ? { book: order.book } : {}),
          root: order.root,
          contractId: order.contractId,
          side: order.side,
          type: order.type,
          status: state.status === 'suspended' ? 'suspended' : 'working',
          qty,
          filledQty,
          ...(limitTicks === undefined ? {} : { limitTicks }),
          ...(stopTicks === undefined ? {} : { stopTicks }),
        };
      });
    return {
      lastReportSeq: this.reportSeq,
      cashCents: ledger.balanceCents(),
      realizedCents: ledger.realizedCents,
      feesCents: ledger.feesCents,
      positions: Array.from(nets, ([contractId, { root, netQty, cost }]) => ({
        root,
        contractId,
        netQty,
        costTicksSum: Math.abs(cost),
      })).filter(({ netQty }) => netQty !== 0),
      openOrders,
    };
  }

  /** Numbers entries and gives each the time of the step, where a test gave none. */
  entries(told: readonly TestEntry[], immediate = false): BrokerEntry[] {
    return told.map((entry) => {
      this.reportSeq = entry.reportSeq ?? this.reportSeq + 1;
      const head = { reportSeq: this.reportSeq, step: this.desk.step + 1, immediate };
      return { timeMs: this.endMs - 100, ...entry, ...head } as BrokerEntry;
    });
  }

  quote(root: string, bidTicks: number, change: Partial<Quote> = {}): Quote {
    const seq = (this.seqs.get(root) ?? 0) + 1;
    this.seqs.set(root, seq);
    const prices = { bidTicks, askTicks: bidTicks + 1, lastTicks: bidTicks };
    return { root, timeMs: this.endMs - 200, seq, ...prices, bidSize: 10, askSize: 10, sessionVolume: seq, ...change };
  }

  /**
   * A book is long (or short) at the market with a working stop and target: O1 is its entry, O2 the stop, O3 the target,
   * filled at 100,001 for MNQ.
   */
  enter(
    book = 'MNQ',
    intent = entryIntent({ stop: { offsetTicks: 40 }, targets: [{ price: { offsetTicks: 80 }, qty: 1 }] }),
  ): void {
    const identity = STRATEGIES.find(({ id }) => id === book);
    const root = identity?.root ?? book;
    const price = this.desk.market.quote(root)?.bidTicks ?? 100_000;
    const first = this.desk.ledger.book(book).orderCount + 1;
    this.step({ [root]: price }, [], { [book]: [intent] });
    const ids = [...intent.targets, 'stop', 'entry'].map((_leg, index) => `${book}-O${first + index}`);
    const [entryId = '', stopId = '', ...targetIds] = ids;
    const way = intent.direction === 'long' ? 1 : -1;
    const fillTicks = price + way;
    const at = (offset: number): number => fillTicks + way * offset;
    const stopOffset = 'offsetTicks' in intent.stop ? intent.stop.offsetTicks : 0;
    this.step({ [root]: price }, [
      { kind: 'accepted', orderId: entryId, status: 'working' },
      ...[stopId, ...targetIds].map((orderId) => ({ kind: 'accepted', orderId, status: 'suspended' }) as const),
      this.filled(entryId, intent.qty, fillTicks),
      { kind: 'updated', orderId: stopId, qty: intent.qty, stopTicks: at(-stopOffset) },
      ...targetIds.map((orderId, index) => {
        const target = intent.targets[index];
        const offset = target !== undefined && 'offsetTicks' in target.price ? target.price.offsetTicks : 0;
        return { kind: 'updated', orderId, qty: target?.qty ?? 0, limitTicks: at(offset) } as const;
      }),
    ]);
  }

  private fills = 0;

  filled(orderId: string, qty: number, priceTicks: number, leavesQty = 0): TestEntry {
    this.fills += 1;
    return { kind: 'filled', orderId, fillId: `F${this.fills}`, qty, priceTicks, feeCents: 37 * qty, leavesQty };
  }

  /** A venue that does what it is told at once: cancels, closes at a price, takes stops. For commands of one step. */
  obeys(commands: readonly BrokerCommand[], priceTicks = 100_000): TestEntry[] {
    return commands.flatMap((command): TestEntry[] => {
      if (command.kind === 'cancel') {
        const { orderId, reason, commandId } = command;
        return [{ kind: 'canceled', orderId, reason, commandId }];
      }
      if (command.kind === 'modify') {
        const { orderId, commandId, stopTicks } = command;
        const qty = this.desk.ledger.order(orderId).qty;
        return [{ kind: 'updated', orderId, qty, commandId, ...(stopTicks === undefined ? {} : { stopTicks }) }];
      }
      const { orderId, type, qty } = command.order;
      const accepted = { kind: 'accepted', orderId, status: 'working' } as const;
      return type === 'market' ? [accepted, this.filled(orderId, qty, priceTicks)] : [accepted];
    });
  }

  /** A venue that refuses closing orders and obeys otherwise. */
  refusesToClose(commands: readonly BrokerCommand[]): TestEntry[] {
    return commands.flatMap((command): TestEntry[] => {
      if (command.kind !== 'place' || command.order.role !== 'exit') return this.obeys([command]);
      return [{ kind: 'rejected', orderId: command.order.orderId, reason: 'outside_hours', detail: 'velocity halt' }];
    });
  }

  events(): JournalEvent[] {
    return [...this.journal.rows()].map(({ event }) => event);
  }

  of<T extends JournalEvent['type']>(type: T): Extract<JournalEvent, { type: T }>[] {
    return this.events().filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  }

  alarms(code?: AlarmCode): string[] {
    return this.of('Alarm')
      .filter((alarm) => code === undefined || alarm.code === code)
      .map(({ message }) => message);
  }

  /** Net quantity of a book over its contracts. */
  net(book = 'MNQ'): number {
    return this.desk.ledger
      .book(book)
      .held()
      .reduce((sum, { netQty }) => sum + netQty, 0);
  }

  /** Orders of a role that are open. */
  openOf(role: 'entry' | 'stop' | 'target' | 'exit', book = 'MNQ'): string[] {
    return this.desk.ledger
      .openOrders(book)
      .filter(({ order, status }) => order.role === role && !isClosed(status))
      .map(({ order }) => order.orderId);
  }

  contract(root = 'MNQ'): string {
    return contractAt(this.options.calendar ?? ALWAYS, root, T0).id;
  }

  /** What a venue would say of a contract. */
  quoteFacts(root = 'MNQ'): ContractFacts {
    return specOf(root);
  }

  private open(): DeskCore {
    const { ids = ['MNQ'], mode = 'SIM', risk = {}, calendar = ALWAYS } = this.options;
    const settings = testSettings({ ids });
    this.epoch += 1;
    const desk = new DeskCore({
      mode,
      risk: { ...settings.risk, ...risk },
      venue: settings.venue,
      strategies: settings.strategies.flatMap((strategy: StrategySettings) => {
        const identity = STRATEGIES.find(({ id }) => id === strategy.id);
        return identity === undefined ? [] : [{ identity, settings: strategy }];
      }),
      calendar,
      journal: this.journal,
      epoch: this.epoch,
      speed: 1,
      recordSeconds: false,
      deferCommits: false,
      parse: (text) => JSON.parse(text),
    });
    desk.begin(T0);
    return desk;
  }
}
