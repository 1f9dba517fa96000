import type { CockpitLog } from '../../../engine/wire/index.ts';

/** The activity log, newest first: two lines of one second, what a person did, and an evening before. */
export function logLines(nowMs: number): CockpitLog[] {
  const lines: readonly (readonly [
    agoMs: number,
    strategy: string | null,
    type: CockpitLog['type'],
    message: string,
  ])[] = [
    [70_000_000, 'MGC', 'success', 'target of short 1 filled, +$46.52'],
    [69_100_000, null, 'info', 'speed 10 by owner, from cockpit@127.0.0.1: speed control'],
    [3_600_000, null, 'info', 'reconciled with the venue: 2 positions, 5 working orders'],
    [5_040_100, 'MES', 'warning', 'flatten of MES by owner, from cockpit@127.0.0.1: key F8'],
    [5_040_000, 'MES', 'success', 'flatten of MES: the venue says flat after 143 ms'],
    [770_000, 'MGC', 'info', 'entries of MGC stopped by owner, from phone@192.168.1.24: button'],
    [480_000, 'MES', 'info', 'setup short: close above upper band, RSI 72.8; waiting for the squeeze'],
    [372_000, 'MNQ', 'success', 'entry long 1: close below lower band, RSI 27.4, squeeze on'],
    [371_900, 'MNQ', 'info', 'stop rests at the venue'],
  ];
  return lines
    .toSorted(([a], [b]) => b - a)
    .map(([agoMs, strategy, type, message], index) => {
      return { seq: index + 1, strategy, type, message, timestamp: new Date(nowMs - agoMs).toISOString() };
    })
    .reverse();
}
