import type { ClientOrderId, CommandId, ContractId } from '../domain/ids.ts';
import type { BrokerCommand, BrokerPosition, BrokerReport } from '../domain/broker.ts';
import type { BookId } from '../domain/book.ts';
import type { OrderRole, OrderType, ProtectivePrice } from '../domain/order.ts';
import type { Cents, Quantity, Side, Ticks, TimeMs } from '../domain/units.ts';

/** An order that is open at the venue, as it is stored. */
export interface StoredOrder {
  readonly orderId: ClientOrderId;
  /** Absent in files of the first program version. */
  readonly book?: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  readonly status: 'working' | 'suspended';
  readonly qty: Quantity;
  readonly filledQty: Quantity;
  readonly limitTicks?: Ticks;
  readonly stopTicks?: Ticks;
  readonly expiresMs?: TimeMs;
  readonly liveMs: TimeMs;
  readonly triggered: boolean;
  readonly parentId?: ClientOrderId;
}

export interface StoredLeg {
  readonly orderId: ClientOrderId;
  readonly qty: Quantity;
  readonly price: ProtectivePrice;
}

/** An entry's bracket while any of its orders is open. */
export interface StoredGroup {
  readonly entryId: ClientOrderId;
  readonly entryQty: Quantity;
  readonly entryFilledQty: Quantity;
  readonly closedQty: Quantity;
  readonly entryOpen: boolean;
  readonly firstFillTicks?: Ticks;
  readonly stop: StoredLeg;
  readonly targets: readonly StoredLeg[];
}

/** What the venue knows besides the market itself (whose quotes are read from the feed again). Plain JSON. */
export interface VenueState {
  readonly reportSeq: number;
  readonly fillCount: number;
  readonly realizedCents: Cents;
  readonly feesCents: Cents;
  readonly positions: readonly BrokerPosition[];
  readonly orders: readonly StoredOrder[];
  readonly groups: readonly StoredGroup[];
  /** Submitted and not yet live, in order. */
  readonly waiting: readonly { readonly liveMs: TimeMs; readonly command: BrokerCommand }[];
  /** Of the newest desk that sent anything; absent in files of the first program version. */
  readonly epoch?: number;
  /** Size taken from the last quote of a root, by the quote's sequence number. */
  readonly taken: readonly {
    readonly root: string;
    readonly seq: number;
    readonly bid: Quantity;
    readonly ask: Quantity;
  }[];
}

/** A command taken, with the orders it names and, for one executed at once, the range of its reports. A later one of the same id replaces it. */
export interface TakenCommand {
  readonly commandId: CommandId;
  /** New order ids (a place: the order's and its legs'). */
  readonly orderIds: readonly string[];
  /** firstSeq > lastSeq: no report. Absent for a submitted one. */
  readonly reports?: { readonly firstSeq: number; readonly lastSeq: number };
}

/** One transaction. */
export interface VenueCommit {
  readonly step?: { readonly n: number; readonly endMs: TimeMs };
  readonly commands: readonly TakenCommand[];
  readonly reports: readonly BrokerReport[];
  /** Replaces the stored state; undefined: nothing but the market moved. */
  readonly state: VenueState | undefined;
  /** True: on the disk before it returns (it holds commands or fills). */
  readonly durable: boolean;
}

export interface VenueRecord {
  readonly step: number;
  readonly stepEndMs: TimeMs;
  /** Undefined: nothing was ever ordered. */
  readonly state: VenueState | undefined;
}

/** Where a run of the venue began. Kept with its books: the market of a simulation depends on it. */
export interface RunOrigin {
  /** The first step is the first cell that ends after this. */
  readonly startAfterMs: TimeMs;
  /** A simulation has four quotes a second from here on, twelve a minute before (days played in advance). */
  readonly fineFromMs: TimeMs;
}

/** Steps whose ends are kept at least. */
export const KEPT_STEPS = 20_000;

/**
 * The venue's memory of one run, its own file and not the desk's. Synchronous. The reports are the broker's log: kept
 * for good. Of steps without reports only the end of the last `KEPT_STEPS` is kept.
 */
export interface VenueStore {
  /** What is there, or undefined for a new run. */
  load(): VenueRecord | undefined;
  hasCommand(commandId: CommandId): boolean;
  hasOrder(orderId: ClientOrderId): boolean;
  commit(commit: VenueCommit): void;
  /** Reports given in the answer to a step. */
  reportsOfStep(n: number): readonly BrokerReport[];
  /** All reports with a greater sequence number. */
  reportsAfter(reportSeq: number): readonly BrokerReport[];
  /** Reports of a command that was executed at once; undefined for a submitted or unknown one. */
  reportsOfCommand(commandId: CommandId): readonly BrokerReport[] | undefined;
  /** End of a step (0: where the run began), undefined when it is no longer kept. */
  stepEnd(n: number): TimeMs | undefined;
}

/** The twin: keeps everything in memory. A second venue over the same one finds what the first left. */
export class MemoryVenueStore implements VenueStore {
  private record: VenueRecord | undefined;
  private readonly commands = new Map<string, TakenCommand>();
  private readonly orders = new Set<string>();
  private readonly reports: BrokerReport[] = [];
  private readonly reportsByStep = new Map<number, BrokerReport[]>();
  private readonly ends = new Float64Array(KEPT_STEPS + 1);

  load(): VenueRecord | undefined {
    return this.record;
  }

  hasCommand(commandId: CommandId): boolean {
    return this.commands.has(commandId);
  }

  hasOrder(orderId: ClientOrderId): boolean {
    return this.orders.has(orderId);
  }

  commit(commit: VenueCommit): void {
    for (const command of commit.commands) {
      this.commands.set(command.commandId, command);
      for (const orderId of command.orderIds) this.orders.add(orderId);
    }
    for (const report of commit.reports) {
      this.reports.push(report);
      if (!report.immediate) this.ofStep(report.step).push(report);
    }
    const { step } = commit;
    if (step !== undefined) this.ends[step.n % this.ends.length] = step.endMs;
    this.record = {
      step: step?.n ?? this.record?.step ?? 0,
      stepEndMs: step?.endMs ?? this.record?.stepEndMs ?? 0,
      state: commit.state ?? this.record?.state,
    };
  }

  reportsOfStep(n: number): readonly BrokerReport[] {
    return this.reportsByStep.get(n) ?? [];
  }

  reportsAfter(reportSeq: number): readonly BrokerReport[] {
    return this.reports.slice(Math.max(0, reportSeq));
  }

  reportsOfCommand(commandId: CommandId): readonly BrokerReport[] | undefined {
    const range = this.commands.get(commandId)?.reports;
    return range === undefined ? undefined : this.reports.slice(range.firstSeq - 1, range.lastSeq);
  }

  stepEnd(n: number): TimeMs | undefined {
    const last = this.record?.step ?? -1;
    return n < 0 || n > last || n <= last - this.ends.length ? undefined : this.ends[n % this.ends.length];
  }

  private ofStep(n: number): BrokerReport[] {
    let reports = this.reportsByStep.get(n);
    if (reports === undefined) this.reportsByStep.set(n, (reports = []));
    return reports;
  }
}
