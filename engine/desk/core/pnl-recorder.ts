import type { PnlDay, PnlMinute, PnlSecond } from '../../ports/journal.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Cents, TimeMs } from '../../domain/units.ts';
import { nextSession, sessionAt } from '../../domain/session.ts';

/** Book number under which the account's own rows stand: the sum over the books. */
export const ACCOUNT_ROW = 0;

/** P&L of a book's trading day (or of the account's) at one moment: net of fees, open P&L included. */
export interface PnlReading {
  /** Number of the book; 0: the account. */
  readonly book: number;
  /** Contracts whose sessions count: a strategy's own, all for the account. */
  readonly roots: readonly string[];
  readonly pnlCents: Cents;
}

export interface DayFigures {
  readonly strategy: number;
  readonly netCents: Cents;
  readonly grossCents: Cents;
  readonly feesCents: Cents;
  readonly trades: number;
  readonly wins: number;
}

interface Track {
  pnl: Cents;
  highWater: Cents;
  dayMin: Cents;
  dayMax: Cents;
  dayDrawdown: Cents;
  minute: number;
  minuteMin: Cents;
  minuteMax: Cents;
  minuteDrawdown: Cents;
}

export interface SavedRecorder {
  readonly second: number;
  readonly tracks: readonly (readonly [number, Track])[];
}

/**
 * Samples each book's P&L once per second of its contract's open session. The row of second s holds the state
 * at the instant s: everything before it, nothing of it. Seconds in which no step falls are filled with the figure that
 * stood. Minute and day roll-ups are kept beside it.
 */
export class PnlRecorder {
  private readonly tracks = new Map<number, Track>();
  private readonly calendar: Calendar;
  private readonly recordSeconds: boolean;
  private second = 0;
  private seconds: PnlSecond[] = [];
  private minutes: PnlMinute[] = [];

  /** @param recordSeconds false while days are played in advance: roll-ups only */
  constructor(calendar: Calendar, recordSeconds: boolean) {
    this.calendar = calendar;
    this.recordSeconds = recordSeconds;
  }

  /** Writes the rows of all seconds up to and including `untilMs`, with the figures as they stand now. */
  fill(untilMs: TimeMs, readings: readonly PnlReading[]): void {
    const last = Math.floor(untilMs / 1000);
    if (this.second === 0) this.second = last - 1;
    if (last <= this.second) return;
    const from = this.second + 1;
    this.second = last;
    for (const reading of readings) this.fillOne(reading, from, last);
  }

  private fillOne(reading: PnlReading, from: number, last: number): void {
    const track = this.track(reading.book);
    let second = from;
    while (second <= last) {
      const closeMs = this.openUntil(reading.roots, second * 1000);
      if (closeMs === undefined) {
        second = Math.max(second + 1, Math.ceil(this.opensAgain(reading.roots, second * 1000) / 1000));
        continue;
      }
      const until = Math.min(last, Math.ceil(closeMs / 1000) - 1);
      const drawdownCents = track.highWater - track.pnl;
      if (this.recordSeconds) {
        for (let s = second; s <= until; s += 1) {
          this.seconds.push({ second: s, strategy: reading.book, pnlCents: track.pnl, drawdownCents });
        }
      }
      const lastMinute = Math.floor(until / 60);
      for (let minute = Math.floor(second / 60); minute <= lastMinute; minute += 1)
        this.enterMinute(reading.book, track, minute);
      second = until + 1;
    }
  }

  /** Close of the longest session that is open at a time; undefined while all are closed. */
  private openUntil(roots: readonly string[], timeMs: TimeMs): TimeMs | undefined {
    let closeMs: TimeMs | undefined;
    for (const root of roots) {
      const session = sessionAt(this.calendar, root, timeMs);
      if (session !== undefined) closeMs = Math.max(closeMs ?? 0, session.closeMs);
    }
    return closeMs;
  }

  private opensAgain(roots: readonly string[], timeMs: TimeMs): TimeMs {
    return Math.min(...roots.map((root) => nextSession(this.calendar, root, timeMs).openMs));
  }

  private enterMinute(book: number, track: Track, minute: number): void {
    if (track.minute !== minute) {
      if (track.minute !== 0) this.flushMinute(book, track);
      track.minute = minute;
      track.minuteMin = track.pnl;
      track.minuteMax = track.pnl;
      track.minuteDrawdown = track.highWater - track.pnl;
    }
  }

  private flushMinute(book: number, track: Track): void {
    this.minutes.push({
      minute: track.minute,
      strategy: book,
      lastCents: track.pnl,
      minCents: track.minuteMin,
      maxCents: track.minuteMax,
      drawdownCents: track.minuteDrawdown,
    });
  }

  /** Takes new figures (after a step's quotes and fills). */
  sample(readings: readonly PnlReading[]): void {
    for (const { book, pnlCents } of readings) {
      const track = this.track(book);
      if (track.pnl === pnlCents) continue;
      track.pnl = pnlCents;
      if (pnlCents > track.highWater) track.highWater = pnlCents;
      if (pnlCents < track.dayMin) track.dayMin = pnlCents;
      if (pnlCents > track.dayMax) track.dayMax = pnlCents;
      if (pnlCents < track.minuteMin) track.minuteMin = pnlCents;
      if (pnlCents > track.minuteMax) track.minuteMax = pnlCents;
      const drawdown = track.highWater - pnlCents;
      if (drawdown > track.dayDrawdown) track.dayDrawdown = drawdown;
      if (drawdown > track.minuteDrawdown) track.minuteDrawdown = drawdown;
    }
  }

  drawdownCents(book: number): Cents {
    const track = this.tracks.get(book);
    return track === undefined ? 0 : track.highWater - track.pnl;
  }

  /** The day's roll-up as it stands. */
  day(tradingDay: string, figures: DayFigures): PnlDay {
    const track = this.track(figures.strategy);
    return {
      tradingDay,
      ...figures,
      minCents: track.dayMin,
      maxCents: track.dayMax,
      maxDrawdownCents: track.dayDrawdown,
    };
  }

  startDay(readings: readonly PnlReading[]): void {
    for (const { book, pnlCents } of readings) {
      const track = this.track(book);
      if (track.minute !== 0) this.flushMinute(book, track);
      this.tracks.set(book, fresh(pnlCents));
    }
  }

  /** The minute in the making is written too: the data have ended. */
  finish(): void {
    for (const [book, track] of this.tracks) {
      if (track.minute !== 0) this.flushMinute(book, track);
      track.minute = 0;
    }
  }

  /** Rows since the last call. */
  take(): { seconds: readonly PnlSecond[]; minutes: readonly PnlMinute[] } {
    const taken = { seconds: this.seconds, minutes: this.minutes };
    this.seconds = [];
    this.minutes = [];
    return taken;
  }

  save(): SavedRecorder {
    return { second: this.second, tracks: [...this.tracks] };
  }

  load(saved: SavedRecorder): void {
    this.second = saved.second;
    this.tracks.clear();
    for (const [book, track] of saved.tracks) this.tracks.set(book, { ...track });
  }

  private track(book: number): Track {
    let track = this.tracks.get(book);
    if (track === undefined) {
      track = fresh(0);
      this.tracks.set(book, track);
    }
    return track;
  }
}

function fresh(pnl: Cents): Track {
  return {
    pnl,
    highWater: Math.max(0, pnl),
    dayMin: Math.min(0, pnl),
    dayMax: Math.max(0, pnl),
    dayDrawdown: Math.max(0, -pnl),
    minute: 0,
    minuteMin: pnl,
    minuteMax: pnl,
    minuteDrawdown: Math.max(0, pnl) - pnl,
  };
}
