import type {
  CockpitFill,
  CockpitLog,
  DeskLinkMessage,
  ProcessMessage,
  StrategyViewMessage,
} from '../../wire/index.ts';
import { EXTERNAL, MANUAL, type BookIdentity, type StrategyIdentity } from '../../domain/book.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { LogLine, RunIdentity } from '../../domain/run.ts';
import type { AccountView } from '../../domain/views.ts';
import type { ProcessView } from '../../wire/link/messages.ts';
import { encodeFill, encodeStrategyView, toIso } from '../../wire/encode/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubHistory } from './hub-deps.ts';
import { HeardDesk } from '../../adapters/web/heard-desk.ts';
import { isUnheard, type SourceAge } from '../../domain/heard-sources.ts';
import { OrderBoard } from './order-board.ts';
import { ProcessAlarms } from './process-alarms.ts';

const ROWS_AT_START = 5_000;
const MOST_FILLS = 2_000;
const OTHER_BOOKS: readonly BookIdentity[] = [MANUAL, EXTERNAL];

/** The last that the desk told. While its link is down this is what is shown, marked stale. */
export class HubPicture {
  readonly orders = new OrderBoard();
  readonly heard: HeardDesk;
  view: AccountView | undefined;
  identity: RunIdentity | undefined;
  processes: readonly ProcessView[] = [];
  readonly processAlarms: ProcessAlarms;
  link: { readonly up: boolean; readonly sinceMs: number; readonly message: string };
  lastSeq: number | undefined;
  /** The trading day's fills, oldest first. */
  fills: CockpitFill[] = [];
  readonly views = new Map<string, StrategyView>();
  readonly strategies: readonly StrategyIdentity[];

  constructor(strategies: readonly StrategyIdentity[], clock: Clock) {
    this.strategies = strategies;
    this.heard = new HeardDesk(clock);
    this.processAlarms = new ProcessAlarms((name) => this.strategies.some(({ id }) => id === name));
    this.link = {
      up: false,
      sinceMs: clock.now(),
      message: 'Pitwall is starting: the desk does not take commands yet',
    };
  }

  /** Folds what the file has, without telling anybody. */
  load(history: HubHistory, seen: (row: JournalRow) => void): void {
    for (const row of history.rows(ROWS_AT_START)) {
      this.apply(row);
      seen(row);
    }
  }

  /** Takes a row; false when it was told before. */
  isNew(row: JournalRow): boolean {
    return this.lastSeq === undefined || row.seq > this.lastSeq;
  }

  apply(row: JournalRow): ReturnType<OrderBoard['apply']> {
    this.lastSeq = Math.max(this.lastSeq ?? 0, row.seq);
    const { event } = row;
    if (event.type === 'DayStarted') this.fills = [];
    const order = this.orders.apply(row);
    if (event.type === 'OrderFilled') {
      this.fills.push(encodeFill(event.fill, order?.role));
      if (this.fills.length > MOST_FILLS) this.fills.shift();
    }
    return order;
  }

  /** The desk is not heard: what is shown is the last that it told. */
  get stale(): boolean {
    const [desk] = this.heard.ages;
    return !this.link.up || (desk !== undefined && isUnheard(desk));
  }

  get sources(): readonly SourceAge[] {
    return this.heard.ages;
  }

  get timeMs(): number {
    return this.view?.asOf.timeMs ?? 0;
  }

  strategy(id: string): StrategyIdentity | undefined {
    return this.strategies.find((each) => each.id === id || String(each.number) === id);
  }

  /** MANUAL or EXTERNAL, by name: a flatten reaches them too. */
  otherBook(id: string): BookIdentity | undefined {
    return OTHER_BOOKS.find((book) => book.id === id);
  }

  nameOf(book: string): string {
    return this.strategies.find((each) => each.id === book)?.name ?? book;
  }

  strategyViews(): StrategyViewMessage[] {
    return this.strategies.flatMap((strategy) => {
      const view = this.views.get(strategy.id);
      return view === undefined ? [] : [encodeStrategyView(strategy, view, this.timeMs)];
    });
  }

  linkMessage(): DeskLinkMessage {
    return { up: this.link.up, since: toIso(this.link.sinceMs), message: this.link.message };
  }
}

export function encodeProcess({ sinceMs, ...process }: ProcessView): ProcessMessage {
  return { ...process, since: toIso(sinceMs) };
}

export function encodeLog(line: LogLine): CockpitLog {
  return { seq: line.seq, strategy: line.book, type: line.type, message: line.message, timestamp: toIso(line.timeMs) };
}
