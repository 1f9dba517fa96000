import type { Bar } from '../../../domain/bar.ts';
import type { ContractSpec } from '../../../domain/contract.ts';
import type { Calendar, Session } from '../../../domain/session.ts';
import { sessionsBetween, tradingDay } from '../../../domain/session.ts';
import { DAY_MS } from '../../../domain/units.ts';

export interface Coverage {
  readonly sessions: { readonly traded: number; readonly empty: number };
  readonly missing: number;
  readonly gaps: number;
  readonly longestGapMs: number;
}

const NOTHING: Coverage = { sessions: { traded: 0, empty: 0 }, missing: 0, gaps: 0, longestGapMs: 0 };

/** Which sessions between the first and the last bar have bars, and which intervals of them have none. */
export function coverageOf(calendar: Calendar, root: string, bars: readonly Bar[], intervalMs: number): Coverage {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  if (intervalMs >= DAY_MS) return daysOf(calendar, root, bars, intervalMs);
  const sessions = sessionsBetween(calendar, root, first.timeMs, last.timeMs + intervalMs);
  return { sessions: countTraded(sessions, bars), ...gapsIn(calendar, root, bars, intervalMs) };
}

function countTraded(sessions: readonly Session[], bars: readonly Bar[]): Coverage['sessions'] {
  let traded = 0;
  let at = 0;
  for (const { openMs, closeMs } of sessions) {
    while (at < bars.length && (bars[at]?.timeMs ?? 0) < openMs) at += 1;
    const timeMs = bars[at]?.timeMs;
    if (timeMs !== undefined && timeMs < closeMs) traded += 1;
  }
  return { traded, empty: sessions.length - traded };
}

/** Bars of days go by date: a trading day between two of them that has none is missing. */
function daysOf(calendar: Calendar, root: string, bars: readonly Bar[], intervalMs: number): Coverage {
  const [first, last] = [bars[0]?.timeMs ?? 0, bars.at(-1)?.timeMs ?? 0];
  const days = new Set(sessionsBetween(calendar, root, first, last + DAY_MS / 2).map((session) => session.tradingDay));
  // A stamp at midnight is the date's own, one at the evening's opening the next date's: both lie in its trading day.
  const traded = new Set(bars.map(({ timeMs }) => tradingDay(calendar, timeMs)));
  const empty = intervalMs > DAY_MS ? 0 : [...days].filter((day) => !traded.has(day)).length;
  return {
    sessions: { traded: traded.size, empty },
    missing: empty,
    gaps: empty,
    longestGapMs: empty === 0 ? 0 : DAY_MS,
  };
}

/** Intervals of open sessions between the first and the last bar that have none, and the stretches they form. */
function gapsIn(
  calendar: Calendar,
  root: string,
  bars: readonly Bar[],
  intervalMs: number,
): { missing: number; gaps: number; longestGapMs: number } {
  let missing = 0;
  let gaps = 0;
  let longest = 0;
  for (let i = 1; i < bars.length; i += 1) {
    const fromMs = (bars[i - 1]?.timeMs ?? 0) + intervalMs;
    const untilMs = bars[i]?.timeMs ?? 0;
    if (fromMs >= untilMs) continue;
    for (const session of sessionsBetween(calendar, root, fromMs, untilMs)) {
      const open = Math.max(session.openMs, fromMs);
      const run = Math.ceil((Math.min(session.closeMs, untilMs) - open) / intervalMs);
      if (run <= 0) continue;
      missing += run;
      gaps += 1;
      longest = Math.max(longest, run);
    }
  }
  return { missing, gaps, longestGapMs: longest * intervalMs };
}

/** Sessions looked at for what their edges tell. */
const MOST_SESSIONS = 400;

/**
 * True when the bars look as if they were stamped at their close: none at the opening of a session, most sessions
 * beginning one interval later, and a bar where the exchange has closed already.
 */
export function looksClosed(calendar: Calendar, spec: ContractSpec, bars: readonly Bar[], intervalMs: number): boolean {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined || intervalMs >= DAY_MS) return false;
  const times = new Set(bars.map((bar) => bar.timeMs));
  let [opened, later, closed] = [0, 0, 0];
  const sessions = sessionsBetween(calendar, spec.root, first.timeMs - intervalMs, last.timeMs + intervalMs);
  for (const { openMs, closeMs } of sessions.slice(0, MOST_SESSIONS)) {
    if (times.has(openMs)) opened += 1;
    else if (times.has(openMs + intervalMs)) later += 1;
    if (times.has(closeMs)) closed += 1;
  }
  return opened === 0 && closed > 0 && (later > 0 || closed >= sessions.length / 2);
}
