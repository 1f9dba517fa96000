import type { BrokerCommand, BrokerEntry, BrokerState, MarketStanding, StepReport } from '../../domain/broker.ts';
import type { PastBars } from '../../domain/engine-step.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import type { BrokerPort } from '../../ports/broker.ts';
import type { MarketPort } from '../../ports/market.ts';
import type { WatchPort } from '../../ports/watch.ts';
import type { LinkEnd } from '../../ports/link.ts';
import type { DeskToVenue, VenueRequest, VenueToDesk } from '../../wire/link/messages.ts';

/** No link to the venue: nothing is known about what was asked last. Ask again over the next link. */
export class VenueLinkLost extends Error {
  override readonly name = 'VenueLinkLost';
}

/** The venue answered that it cannot do this (a fault on our side: its message names it). */
export class VenueRefused extends Error {
  override readonly name = 'VenueRefused';
}

/** Past steps asked for in one request, so that no answer becomes a very long line. */
const STEPS_A_REQUEST = 500;

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Market and broker over a link to the venue's process. Requests may be made without awaiting earlier ones; each answer
 * finds its question by id, so that a question that takes long holds up no other. One client lives as long as its link.
 */
export class VenueClient implements MarketPort, BrokerPort, WatchPort {
  private readonly link: LinkEnd<DeskToVenue, VenueToDesk>;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private lost: string | undefined;

  constructor(link: LinkEnd<DeskToVenue, VenueToDesk>) {
    this.link = link;
    link.onMessage((message) => this.received(message));
    link.onClose((reason) => this.closed(reason));
  }

  async advance(n: number): Promise<StepReport | undefined> {
    return ((await this.ask({ t: 'advance', n })) ?? undefined) as StepReport | undefined;
  }

  async submit(commands: readonly BrokerCommand[]): Promise<void> {
    await this.ask({ t: 'submit', commands });
  }

  async executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerEntry[]> {
    return (await this.ask({ t: 'executeNow', commands })) as readonly BrokerEntry[];
  }

  async entriesAfter(reportSeq: number): Promise<readonly BrokerEntry[]> {
    return (await this.ask({ t: 'entriesAfter', reportSeq })) as readonly BrokerEntry[];
  }

  async steps(from: number, to: number): Promise<readonly StepReport[] | undefined> {
    const steps: StepReport[] = [];
    for (let first = from; first <= to; first += STEPS_A_REQUEST) {
      const last = Math.min(to, first + STEPS_A_REQUEST - 1);
      const some = (await this.ask({ t: 'steps', from: first, to: last })) as readonly StepReport[] | null;
      if (some === null) return undefined;
      steps.push(...some);
    }
    return steps;
  }

  async bars(root: string, fromMs: TimeMs, toMs: TimeMs): Promise<PastBars> {
    return (await this.ask({ t: 'bars', root, fromMs, toMs })) as PastBars;
  }

  async state(): Promise<BrokerState> {
    return (await this.ask({ t: 'state' })) as BrokerState;
  }

  async standing(): Promise<MarketStanding> {
    return (await this.ask({ t: 'standing' })) as MarketStanding;
  }

  async watchQuotes(timeMs: TimeMs): Promise<readonly WatchQuote[]> {
    return (await this.ask({ t: 'watch', timeMs })) as readonly WatchQuote[];
  }

  /** Tells the venue that its run is over; it ends in order. */
  end(reason: string): void {
    this.link.send({ t: 'end', reason });
  }

  private ask(request: Unnumbered<VenueRequest>): Promise<unknown> {
    if (this.lost !== undefined || !this.link.open) {
      return Promise.reject(new VenueLinkLost(`no link to the venue: ${this.lost ?? 'closed'}`));
    }
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.link.send({ id, ...request });
    });
  }

  /** An answer to nothing that was asked is dropped: it cannot be ours. */
  private received(message: VenueToDesk): void {
    if (message.t !== 'reply' && message.t !== 'error') return;
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.t === 'reply') pending?.resolve(message.value);
    else pending?.reject(new VenueRefused(message.message));
  }

  private closed(reason: string): void {
    this.lost = reason;
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const pending of lost) pending.reject(new VenueLinkLost(`no link to the venue: ${reason}`));
  }
}
