import type { DeskToHost, DeskToHub, GrantsTold, Hello, HubToDesk } from '../wire/link/messages.ts';
import type { Journal } from '../ports/journal.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { StrategyView } from '../domain/intent.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';

const RESEND_ROWS = 5_000;

export interface HubLinksDeps {
  readonly journal: Journal;
  readonly tellHost: (message: DeskToHost) => void;
  readonly onCommand: (message: Extract<HubToDesk, { t: 'command' }>, reply: (answer: DeskToHub) => void) => void;
  /** Who may do what is another thing now. */
  readonly onGrants: (message: GrantsTold) => void;
  /** Writes the hub's own rows. */
  readonly write: (message: Extract<HubToDesk, { t: 'write' }>) => void;
  readonly onChange: () => void;
}

/** The hub's link (one hub; an old one's link may still be closing). */
export class HubLinks {
  url: string | undefined;
  private readonly deps: HubLinksDeps;
  private readonly ends = new Set<LinkEnd<DeskToHub, HubToDesk>>();
  private readonly views = new Map<string, StrategyView>();
  private watched: readonly WatchQuote[] = [];

  constructor(deps: HubLinksDeps) {
    this.deps = deps;
  }

  /** A hub has been there. */
  get seen(): boolean {
    return this.url !== undefined;
  }

  get there(): boolean {
    return this.ends.size > 0;
  }

  attach(hello: Hello, end: LinkEnd<DeskToHub, HubToDesk>, core: DeskCore): void {
    this.ends.add(end);
    end.onMessage((message) => this.take(message, end));
    end.onClose(() => {
      this.ends.delete(end);
      this.deps.tellHost({ t: 'peer', name: 'hub', up: false });
    });
    end.send({ t: 'account', view: core.view() });
    for (const [book, view] of this.views) end.send({ t: 'strategyView', book, view });
    if (this.watched.length > 0) end.send({ t: 'watchQuotes', source: 'SIM', quotes: this.watched });
    if (hello.lastSeq === undefined) return;
    const rows = this.deps.journal.rowsAfter(hello.lastSeq, RESEND_ROWS);
    if (rows.length > 0) end.send({ t: 'committed', n: core.step, endMs: core.endMs, rows, logs: [] });
  }

  publish({ step: n, endMs, rows, logs }: Published): void {
    if (rows.length > 0 || logs.length > 0) this.broadcast({ t: 'committed', n, endMs, rows, logs });
  }

  publishView(book: string, view: StrategyView): void {
    this.views.set(book, view);
    this.broadcast({ t: 'strategyView', book, view });
  }

  publishWatch(quotes: readonly WatchQuote[]): void {
    this.watched = quotes;
    this.broadcast({ t: 'watchQuotes', source: 'SIM', quotes });
  }

  broadcast(message: DeskToHub): void {
    for (const end of this.ends) if (end.open) end.send(message);
  }

  private take(message: HubToDesk, end: LinkEnd<DeskToHub, HubToDesk>): void {
    switch (message.t) {
      case 'serving':
        this.url = message.url;
        this.deps.tellHost({ t: 'peer', name: 'hub', up: true, url: message.url });
        this.deps.onChange();
        return;
      case 'command':
        this.deps.onCommand(message, (answer) => {
          if (end.open) end.send(answer);
        });
        return;
      case 'grants':
        this.deps.onGrants(message);
        return;
      case 'write':
        end.send(this.written(message));
        return;
      default:
        return;
    }
  }

  private written(message: Extract<HubToDesk, { t: 'write' }>): DeskToHub {
    try {
      this.deps.write(message);
      return { t: 'written', id: message.id, ok: true };
    } catch (error) {
      return { t: 'written', id: message.id, ok: false, message: String(error) };
    }
  }
}
