import type { Bar } from '../../domain/bar.ts';
import type { Quote } from '../../domain/quote.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Feed, FeedCell } from '../../ports/feed.ts';

/** A feed that ends with the last cell that ends at or before a time (`--until`). */
export class BoundedFeed implements Feed {
  readonly roots: readonly string[];
  private readonly feed: Feed;
  private readonly untilMs: TimeMs;

  constructor(feed: Feed, untilMs: TimeMs) {
    this.feed = feed;
    this.untilMs = untilMs;
    this.roots = feed.roots;
  }

  next(afterEndMs: TimeMs): FeedCell | undefined {
    return this.peekEnd(afterEndMs) === undefined ? undefined : this.feed.next(afterEndMs);
  }

  peekEnd(afterEndMs: TimeMs): TimeMs | undefined {
    const endMs = this.feed.peekEnd(afterEndMs);
    return endMs === undefined || endMs > this.untilMs ? undefined : endMs;
  }

  lastQuote(root: string, atOrBeforeMs: TimeMs): Quote | undefined {
    return this.feed.lastQuote(root, atOrBeforeMs);
  }

  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Bar[] {
    return this.feed.bars(root, fromMs, toMs);
  }
}
