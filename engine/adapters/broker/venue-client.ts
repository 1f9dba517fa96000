import type { BrokerCommand, BrokerReport, BrokerState, StepReport } from '../../domain/broker.ts';
import { InvariantError } from '../../domain/assert.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import type { BrokerPort } from '../../ports/broker.ts';
import type { WatchPort } from '../../ports/watch.ts';
import type { LinkEnd } from '../../ports/link.ts';
import type { DeskToVenue, VenueReply, VenueRequest, VenueToDesk } from '../../wire/link/messages.ts';

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
  readonly id: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The broker port over a link to the venue's process. Requests may be made without awaiting earlier ones; they are
 * answered in order. One client lives as long as its link.
 */
export class VenueClient implements BrokerPort, WatchPort {
  private readonly link: LinkEnd<DeskToVenue, VenueToDesk>;
  private readonly pending: Pending[] = [];
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

  async executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerReport[]> {
    return (await this.ask({ t: 'executeNow', commands })) as readonly BrokerReport[];
  }

  async reportsAfter(reportSeq: number): Promise<readonly BrokerReport[]> {
    return (await this.ask({ t: 'reportsAfter', reportSeq })) as readonly BrokerReport[];
  }

  async steps(from: number, to: number): Promise<readonly StepReport[]> {
    const parts: Promise<unknown>[] = [];
    for (let at = from; at <= to; at += STEPS_A_REQUEST) {
      parts.push(this.ask({ t: 'steps', from: at, to: Math.min(to, at + STEPS_A_REQUEST - 1) }));
    }
    return ((await Promise.all(parts)) as (readonly StepReport[])[]).flat();
  }

  async state(): Promise<BrokerState> {
    return (await this.ask({ t: 'state' })) as BrokerState;
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
      this.pending.push({ id, resolve, reject });
      this.link.send({ id, ...request });
    });
  }

  private received(message: VenueToDesk): void {
    if (message.t !== 'reply' && message.t !== 'error') return;
    const reply: VenueReply = message;
    const pending = this.pending.shift();
    if (pending?.id !== reply.id) {
      throw new InvariantError(`expected the venue's answer to request ${pending?.id}, found one to ${reply.id}`);
    }
    if (reply.t === 'reply') pending.resolve(reply.value);
    else pending.reject(new VenueRefused(reply.message));
  }

  private closed(reason: string): void {
    this.lost = reason;
    for (const pending of this.pending.splice(0)) pending.reject(new VenueLinkLost(`no link to the venue: ${reason}`));
  }
}
