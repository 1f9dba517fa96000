import type { BrokerCommand, BrokerEntry, BrokerState, MarketStanding, StepReport } from '../domain/broker.ts';
import type { PastBars } from '../domain/engine-step.ts';
import type { BrokerPort } from '../ports/broker.ts';
import type { MarketPort } from '../ports/market.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { TimeMs } from '../domain/units.ts';
import type { WatchPort } from '../ports/watch.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';

/** A live broker has no watchlists' quotes of its own. */
export type LinkedVenue = MarketPort & BrokerPort & Partial<WatchPort>;

export interface VenueLinkHooks {
  /** Makes market and broker of the venue's link. */
  readonly venue: (end: LinkEnd<unknown, unknown>) => LinkedVenue;
  /** Commands that were journaled and not answered: the venue gets them again when it is back (a repeat is harmless). */
  readonly unanswered: () => readonly BrokerCommand[];
  readonly onChange: (up: boolean, reason: string) => void;
}

/**
 * Market and broker over a link that may break and come back. A question waits for the link, and is asked again when it broke
 * on the way; everything asked is idempotent at the venue.
 */
export class VenueLink implements MarketPort, BrokerPort {
  private readonly hooks: VenueLinkHooks;
  private venue: LinkedVenue | undefined;
  private end: LinkEnd<unknown, unknown> | undefined;
  private waiters: (() => void)[] = [];

  constructor(hooks: VenueLinkHooks) {
    this.hooks = hooks;
  }

  get up(): boolean {
    return this.end?.open === true;
  }

  /** Wall ms since the venue was last heard; undefined without a link. */
  silentForMs(): number | undefined {
    return this.up ? this.end?.silentForMs() : undefined;
  }

  attach(end: LinkEnd<unknown, unknown>): void {
    this.end = end;
    this.venue = this.hooks.venue(end);
    this.hooks.onChange(true, 'linked');
    end.onClose((reason) => {
      if (this.end !== end) return;
      this.end = undefined;
      this.venue = undefined;
      this.hooks.onChange(false, reason);
    });
    for (const resolve of this.waiters.splice(0)) resolve();
  }

  /** Tells the venue to end: the run is stopped in order. */
  sendEnd(reason: string): void {
    if (this.end?.open === true) this.end.send({ t: 'end', reason });
  }

  advance(n: number): Promise<StepReport | undefined> {
    return this.ask((venue) => venue.advance(n));
  }

  submit(commands: readonly BrokerCommand[]): Promise<void> {
    return this.ask((venue) => venue.submit(commands));
  }

  executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerEntry[]> {
    return commands.length === 0 ? Promise.resolve([]) : this.ask((venue) => venue.executeNow(commands));
  }

  entriesAfter(reportSeq: number): Promise<readonly BrokerEntry[]> {
    return this.ask((venue) => venue.entriesAfter(reportSeq));
  }

  steps(from: number, to: number): Promise<readonly StepReport[] | undefined> {
    return this.ask((venue) => venue.steps(from, to));
  }

  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Promise<PastBars> {
    return this.ask((venue) => venue.bars(root, fromMs, toMs));
  }

  state(): Promise<BrokerState> {
    return this.ask((venue) => venue.state());
  }

  standing(): Promise<MarketStanding> {
    return this.ask((venue) => venue.standing());
  }

  /** Not worth waiting for: rejects when the link breaks, nothing while there is none. */
  async watchQuotes(timeMs: TimeMs): Promise<readonly WatchQuote[]> {
    return this.up ? ((await this.venue?.watchQuotes?.(timeMs)) ?? []) : [];
  }

  private async ask<T>(question: (venue: LinkedVenue) => Promise<T>): Promise<T> {
    for (;;) {
      const { venue } = this;
      if (venue === undefined) {
        await this.back();
        continue;
      }
      try {
        return await question(venue);
      } catch (error) {
        if (this.venue === venue && this.up) throw error;
        if (this.venue === venue || this.venue === undefined) await this.back();
        await this.resubmit();
      }
    }
  }

  private back(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private async resubmit(): Promise<void> {
    const commands = this.hooks.unanswered();
    // A failure here shows in the question that follows.
    if (commands.length > 0) await this.venue?.submit(commands).catch(() => undefined);
  }
}
