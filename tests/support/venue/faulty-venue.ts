import type {
  BrokerCommand,
  BrokerEntry,
  BrokerNotice,
  BrokerOrder,
  BrokerPosition,
  BrokerReport,
  BrokerState,
  EntryHead,
  MarketStanding,
  StepReport,
} from '../../../engine/domain/broker.ts';
import type { CommandRefusal, RejectReason } from '../../../engine/domain/reasons.ts';
import type { PastBars } from '../../../engine/domain/engine-step.ts';
import type { ServedVenue } from '../../../engine/venue/venue-service.ts';
import { isReport, orderOf } from '../../../engine/domain/broker.ts';
import { specOf } from '../../../engine/domain/catalog.ts';

type Headless<T> = T extends unknown ? Omit<T, keyof EntryHead> : never;
/** What the venue tells, without the numbers that it gives it. */
export type Told = Headless<BrokerReport> | Headless<BrokerNotice>;

/** What goes wrong between the desk and a venue that itself works as ours does. Everything is fine unless a test says otherwise. */
export interface Faults {
  /** Before a command is taken: it is refused, or gets lost on the way (its repeat is a new chance). */
  command(command: BrokerCommand): { readonly refuse: RejectReason | CommandRefusal } | 'lose' | undefined;
  /** How something is told: not at all, twice, or so many steps later (later ones are told before it). */
  entry(entry: BrokerEntry): 'lose' | 'double' | { readonly steps: number } | undefined;
  /** What else is told in a step. */
  also(step: number, timeMs: number): readonly Told[];
}

export const NO_FAULTS: Faults = { command: () => undefined, entry: () => undefined, also: () => [] };

/** An order that somebody gave to the venue beside us; it fills at once or works. */
export interface ByHand {
  readonly venueId: string;
  readonly contractId: string;
  readonly side: 'buy' | 'sell';
  readonly qty: number;
  readonly priceTicks: number;
}

/**
 * Our venue with faults between it and the desk: it numbers what it tells anew, so that the log stays without a gap
 * whatever was lost, late, doubled or in another order. Its own books stay the truth.
 */
export class FaultyVenue implements ServedVenue {
  private readonly inner: ServedVenue;
  private readonly log: BrokerEntry[] = [];
  private readonly reports: StepReport[] = [];
  private held: { readonly dueStep: number; readonly entry: BrokerEntry }[] = [];
  private readonly refused: { readonly command: BrokerCommand; readonly reason: RejectReason | CommandRefusal }[] = [];
  /** Commands that the venue has taken, and those that end here. */
  private readonly passed = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly foreign: { positions: Map<string, number>; orders: Map<string, BrokerOrder> } = {
    positions: new Map(),
    orders: new Map(),
  };
  private byHand: Told[] = [];
  private heardSeq = 0;
  /** What was told of an entry of the inner venue, by its number there. */
  private readonly toldOf = new Map<number, readonly BrokerEntry[]>();
  /** What was paid by hand, fees included. */
  private foreignCents = 0;
  /** Faults from now on. */
  faults: Faults;

  constructor(inner: ServedVenue, faults: Partial<Faults> = {}) {
    this.inner = inner;
    this.faults = { ...NO_FAULTS, ...faults };
  }

  get broken(): boolean {
    return this.inner.broken;
  }

  /** Somebody trades beside us: filled at once, and told with the next step. */
  tradeByHand({ venueId, contractId, side, qty, priceTicks }: ByHand): void {
    const facts = { venueId, contractId, contract: specOf('MNQ'), side, qty };
    const sign = side === 'buy' ? 1 : -1;
    this.foreign.positions.set(contractId, (this.foreign.positions.get(contractId) ?? 0) + sign * qty);
    this.foreignCents -= sign * qty * priceTicks * TICK_CENTS + 37 * qty;
    const rest = { type: 'market', status: 'filled', filledQty: qty, reducing: false } as const;
    this.byHand.push({ kind: 'foreign_order', ...facts, ...rest });
    this.byHand.push({ kind: 'foreign_fill', ...facts, fillId: `${venueId}-1`, priceTicks, feeCents: 37 * qty });
  }

  /** Somebody leaves an order beside us; it works and never fills. */
  orderByHand({ venueId, contractId, side, qty, priceTicks }: ByHand): void {
    const facts = { contractId, contract: specOf('MNQ'), side, qty, filledQty: 0, limitTicks: priceTicks };
    const order = { orderId: venueId, root: 'MNQ', type: 'limit', status: 'working', ...facts } as const;
    this.foreign.orders.set(venueId, order);
    this.byHand.push({ kind: 'foreign_order', venueId, type: 'limit', status: 'working', reducing: false, ...facts });
  }

  advance(n: number): StepReport | undefined {
    const known = this.reports[n - 1];
    if (known !== undefined) return known;
    const report = this.inner.advance(n);
    if (report === undefined) return undefined;
    const { endMs } = report;
    const head = { step: n, immediate: false, timeMs: endMs - 1 };
    const due = this.held.filter(({ dueStep }) => dueStep <= n).map(({ entry }) => entry);
    this.held = this.held.filter(({ dueStep }) => dueStep > n);
    const also = [...this.refusals(), ...this.byHand.splice(0), ...this.faults.also(n, endMs)];
    const entries = [
      ...due.map((entry) => this.tell(entry, head)),
      ...report.entries.flatMap((entry) => this.through(entry, n)).map((entry) => this.tell(entry, head)),
      ...also.map((told) => this.tell(told, head)),
    ];
    const told = { ...report, entries };
    this.reports[n - 1] = told;
    return told;
  }

  steps(from: number, to: number): readonly StepReport[] | undefined {
    return this.reports.slice(from - 1, to);
  }

  bars(root: string, fromMs: number, toMs: number): PastBars {
    return this.inner.bars(root, fromMs, toMs);
  }

  standing(): MarketStanding {
    return this.inner.standing();
  }

  submit(commands: readonly BrokerCommand[]): void {
    const taken = this.taken(commands);
    if (taken.length > 0) this.inner.submit(taken);
  }

  executeNow(commands: readonly BrokerCommand[]): readonly BrokerEntry[] {
    const { lastStep, lastStepEndMs } = this.inner.standing();
    const taken = this.taken(commands);
    const head = { step: lastStep, immediate: true, timeMs: lastStepEndMs };
    const entries = taken.length === 0 ? [] : this.inner.executeNow(taken);
    const again = entries.flatMap(({ reportSeq }) => this.toldOf.get(reportSeq) ?? []);
    const told = entries.flatMap((entry) => this.through(entry, lastStep)).map((entry) => this.tell(entry, head));
    return [...again, ...told, ...this.refusals().map((entry) => this.tell(entry, head))];
  }

  entriesAfter(reportSeq: number): readonly BrokerEntry[] {
    return this.log.slice(reportSeq);
  }

  state(): BrokerState {
    const state = this.inner.state();
    const { positions, orders } = this.foreign;
    const nets = new Map(state.positions.map((position) => [position.contractId, position]));
    for (const [contractId, qty] of positions) {
      const own = nets.get(contractId);
      const netQty = (own?.netQty ?? 0) + qty;
      nets.set(contractId, { root: 'MNQ', contractId, netQty, costTicksSum: Math.abs(netQty) * PRICE_BY_HAND });
    }
    // Cash less the cost of what is open is the same, whoever nets what.
    const cost = (all: readonly BrokerPosition[]): number =>
      all.reduce((sum, { netQty, costTicksSum }) => sum + Math.sign(netQty) * costTicksSum * TICK_CENTS, 0);
    const merged = [...nets.values()].filter(({ netQty }) => netQty !== 0);
    return {
      ...state,
      lastReportSeq: this.log.length,
      cashCents: state.cashCents - cost(state.positions) + this.foreignCents + cost(merged),
      positions: merged,
      openOrders: [...state.openOrders, ...orders.values()],
    };
  }

  /** Commands that reach the venue. One that was refused is so also when it is repeated. */
  private taken(commands: readonly BrokerCommand[]): BrokerCommand[] {
    return commands.filter((command) => {
      if (this.seen.has(command.commandId)) return false;
      // A repeat of what was taken has no second fate.
      if (this.passed.has(command.commandId)) return true;
      const fate = this.faults.command(command);
      if (fate === undefined && command.kind === 'cancel' && command.venueId !== undefined) {
        this.seen.add(command.commandId);
        this.cancelByHand(command.venueId);
        return false;
      }
      if (fate === undefined) {
        this.passed.add(command.commandId);
        return true;
      }
      if (fate === 'lose') return false;
      this.seen.add(command.commandId);
      this.refused.push({ command, reason: fate.refuse });
      return false;
    });
  }

  private cancelByHand(venueId: string): void {
    const order = this.foreign.orders.get(venueId);
    if (order === undefined) return;
    this.foreign.orders.delete(venueId);
    const { contractId, side, qty, limitTicks = 0 } = order;
    const facts = { venueId, contractId, contract: specOf('MNQ'), side, qty, filledQty: 0, limitTicks };
    this.byHand.push({ kind: 'foreign_order', type: 'limit', status: 'canceled', reducing: false, ...facts });
  }

  private refusals(): Told[] {
    return this.refused.splice(0).flatMap(({ command, reason }): Told[] => {
      const detail = 'refused by a fault';
      if (command.kind !== 'place') {
        const refusal = reason === 'unknown_order' ? reason : 'refused';
        const { commandId } = command;
        return [{ kind: 'command_rejected', orderId: orderOf(command), commandId, reason: refusal, detail }];
      }
      const { orderId, bracket } = command.order;
      const legs = bracket === undefined ? [] : [bracket.stop, ...bracket.targets];
      return [
        {
          kind: 'rejected',
          orderId,
          reason: reason === 'refused' || reason === 'unknown_order' ? 'bad_order' : reason,
          detail,
        },
        ...legs.map((leg): Told => ({ kind: 'canceled', orderId: leg.orderId, reason: 'parent_closed' })),
      ];
    });
  }

  private through(entry: BrokerEntry, step: number): readonly BrokerEntry[] {
    // A repeated command is answered with what was told about it before.
    if (entry.reportSeq <= this.heardSeq) return [];
    this.heardSeq = entry.reportSeq;
    const fate = this.faults.entry(entry);
    if (fate === undefined) return [entry];
    if (fate === 'lose') return [];
    if (fate === 'double') return [entry, entry];
    this.held.push({ dueStep: step + fate.steps, entry });
    return [];
  }

  private tell(told: BrokerEntry | Told, head: Omit<EntryHead, 'reportSeq'>): BrokerEntry {
    const timeMs = 'timeMs' in told ? told.timeMs : head.timeMs;
    const entry = { ...told, ...head, timeMs, reportSeq: this.log.length + 1 } as BrokerEntry;
    this.log.push(entry);
    if ('reportSeq' in told) this.toldOf.set(told.reportSeq, [...(this.toldOf.get(told.reportSeq) ?? []), entry]);
    return entry;
  }
}

/** True of a report about an order of a role; for faults that pick some. */
export function isAbout(entry: BrokerEntry, kind: BrokerReport['kind']): boolean {
  return isReport(entry) && entry.kind === kind;
}

/** Of what was opened by hand; MNQ alone. */
const PRICE_BY_HAND = 100_000;
const TICK_CENTS = 50;
