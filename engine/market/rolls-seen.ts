import type { Bar } from '../domain/bar.ts';
import type { ContractSpec } from '../domain/contract.ts';
import type { RollSeen } from '../domain/session.ts';
import { contractOf, MONTH_CODES } from '../domain/contract-month.ts';
import { CME, sessionAt } from '../domain/session.ts';
import { civilDate } from '../domain/civil-day.ts';
import { CHICAGO, wallDay } from '../domain/zone.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/units.ts';

/** A jump between neighboring bars of one session counts as a roll from this part of the price on … */
const JUMP_PART = 0.0025;
/** … and this many times the usual true range of a bar. */
const JUMP_RANGES = 12;
const USUAL_BARS = 60;
const STAY_BARS = 5;
/** Bars farther apart than this are no neighbors: a gap may hide an honest move. */
const NEIGHBOR_MS = 15 * MINUTE_MS;

/**
 * Rolls that a recording shows, in time order: a session cut short at an expiry of the table, or a jump to the next
 * month's price within a session in the weeks in which contracts roll. A roll between two sessions leaves no trace and is
 * not looked for: there the dated rule holds.
 */
export function rollsSeen(spec: ContractSpec, bars: readonly Bar[]): RollSeen[] {
  const first = bars[0];
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return [];
  const rolls: RollSeen[] = [];
  const expiries = lastTrades(spec, first.timeMs, last.timeMs + 40 * DAY_MS);
  for (const atMs of expiries) if (cutShortAt(spec, bars, atMs)) rolls.push({ atMs, kind: 'expiry' });
  for (const atMs of jumps(spec, bars)) {
    const reach = (spec.rollDaysBefore + 6) * DAY_MS;
    const month = expiries.find((expiry) => atMs <= expiry && atMs > expiry - reach);
    if (month !== undefined) rolls.push({ atMs, kind: 'jump' });
  }
  return rolls.sort((a, b) => a.atMs - b.atMs);
}

function lastTrades(spec: ContractSpec, fromMs: number, toMs: number): number[] {
  const found: number[] = [];
  const from = civilDate(wallDay(CHICAGO, fromMs));
  const months = Math.ceil((toMs - fromMs) / (27 * DAY_MS)) + 3;
  for (let i = 0; i < months; i += 1) {
    const count = from.month - 1 + i;
    const y = from.year + Math.floor(count / 12);
    const m = (count % 12) + 1;
    if (!spec.months.includes(MONTH_CODES.charAt(m - 1))) continue;
    const { lastTradeMs } = contractOf(spec, y, m);
    if (lastTradeMs >= fromMs && lastTradeMs <= toMs) found.push(lastTradeMs);
  }
  return found;
}

/** True when the recording trades up to the last trade, and not again in what remains of that session. */
function cutShortAt(spec: ContractSpec, bars: readonly Bar[], atMs: number): boolean {
  const session = sessionAt(CME, spec.root, atMs);
  if (session === undefined || session.closeMs - atMs < HOUR_MS / 2) return false;
  const next = firstAtOrAfter(bars, atMs);
  const before = bars[next - 1];
  const after = bars[next];
  return (
    before !== undefined && atMs - before.timeMs <= HOUR_MS && (after === undefined || after.timeMs >= session.closeMs)
  );
}

function jumps(spec: ContractSpec, bars: readonly Bar[]): number[] {
  const found: number[] = [];
  const recent: number[] = [];
  for (let i = 1; i < bars.length; i += 1) {
    const before = bars[i - 1];
    const bar = bars[i];
    if (before === undefined || bar === undefined) continue;
    const gap = Math.abs(bar.open - before.close);
    if (
      gap > JUMP_PART * Math.abs(before.close) &&
      bar.timeMs - before.timeMs <= NEIGHBOR_MS &&
      gap > JUMP_RANGES * Math.max(1, median(recent)) &&
      sessionAt(CME, spec.root, before.timeMs)?.openMs === sessionAt(CME, spec.root, bar.timeMs)?.openMs &&
      stays(bars, i, gap / 2)
    ) {
      found.push(bar.timeMs);
    }
    recent.push(bar.high - bar.low);
    if (recent.length > USUAL_BARS) recent.shift();
  }
  return found;
}

/** True when the bars after the jump keep clear of those before it: news is traded back and forth, another month is not. */
function stays(bars: readonly Bar[], at: number, clear: number): boolean {
  const before = bars.slice(Math.max(0, at - STAY_BARS), at);
  const after = bars.slice(at, at + STAY_BARS);
  const high = (some: readonly Bar[]): number => Math.max(...some.map((bar) => bar.high));
  const low = (some: readonly Bar[]): number => Math.min(...some.map((bar) => bar.low));
  return low(after) > high(before) + clear || high(after) < low(before) - clear;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function firstAtOrAfter(bars: readonly Bar[], timeMs: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.timeMs ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
