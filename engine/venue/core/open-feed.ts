import type { Settings } from '../../config/settings.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Feed } from '../../ports/feed.ts';
import type { RunOrigin } from '../../ports/venue-store.ts';
import type { ReplayText } from './load-replay.ts';
import type { Verdict } from './csv/verdict.ts';
import type { MarketNote } from '../../domain/broker.ts';
import { STRATEGIES } from '../../domain/book.ts';
import { ALWAYS, CME } from '../../domain/session.ts';
import { CELL_MS, MINUTE_MS } from '../../domain/units.ts';
import { BoundedFeed } from './bounded-feed.ts';
import { refusedRows, verdictLine } from './csv/verdict.ts';
import { loadReplay } from './load-replay.ts';
import { ReplayFeed } from './replay-feed.ts';
import { SimFeed } from './simulator/sim-feed.ts';

export interface OpenedFeed {
  readonly feed: Feed;
  /** The hours of the whole run, with the rolls that recordings show. */
  readonly calendar: Calendar;
  /** What was read from each recording. */
  readonly notes: readonly MarketNote[];
  /** As it was given, or that of a run that begins now. */
  readonly origin: RunOrigin;
}

export type FeedSource =
  | {
      readonly ok: true;
      /** The feed of a run: of one that goes on (`origin` from its store), or of a new one that begins at `startMs`. */
      readonly open: (origin: RunOrigin | undefined, startMs: TimeMs) => OpenedFeed;
    }
  /** One sentence for each recording that cannot be played. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The market that the settings ask for. A simulation always has all the strategies' contracts, so that its prices do not
 * hang on which strategies run. `texts`: the recordings, opened already.
 */
export function feedSource(settings: Settings, texts: readonly ReplayText[]): FeedSource {
  const { feed: wanted, venue, risk, untilMs } = settings;
  const bounded = (feed: Feed) => (untilMs === undefined ? feed : new BoundedFeed(feed, untilMs));
  if (wanted.kind === 'replay') {
    const loaded = loadReplay(texts, wanted);
    if (loaded.problems.length > 0) return { ok: false, problems: loaded.problems };
    const { bars, prints, calendar } = loaded;
    const notes = loaded.verdicts.flatMap(notesOf);
    const replay = new ReplayFeed({
      bars,
      prints,
      calendar,
      staleMs: risk.staleAfterMs,
      spreadTicks: venue.spreadTicks,
    });
    const firstEndMs = replay.peekEnd(0);
    if (firstEndMs === undefined) return { ok: false, problems: ['the recordings hold no bar'] };
    const ownOrigin = { startAfterMs: firstEndMs - CELL_MS, fineFromMs: firstEndMs - CELL_MS };
    return {
      ok: true,
      open: (origin) => ({ feed: bounded(replay), calendar, notes, origin: origin ?? ownOrigin }),
    };
  }
  const calendar = wanted.hours === 'always' ? ALWAYS : CME;
  const roots = [...new Set(STRATEGIES.map((strategy) => strategy.root))];
  return {
    ok: true,
    open: (known, startMs) => {
      const minuteMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
      const origin = known ?? { startAfterMs: minuteMs, fineFromMs: minuteMs };
      const { seed } = wanted;
      return {
        feed: bounded(new SimFeed({ seed, roots, calendar, fineFromMs: origin.fineFromMs })),
        calendar,
        notes: [],
        origin,
      };
    },
  };
}

/** A recording in the words of the activity log: a warning where rows are not used, or something looks wrong. */
function notesOf(verdict: Verdict): readonly MarketNote[] {
  const { root, name, hints } = verdict;
  return [
    { type: refusedRows(verdict) > 0 ? 'warning' : 'info', message: verdictLine(verdict) },
    ...hints.map((hint) => ({ type: 'warning' as const, message: `${root}: ${name}: ${hint}` })),
  ];
}
