import type { PowerMonitor } from 'electron';
import { dollarsText, openText, type Picture } from '../parts/picture.ts';

export interface SleepWatchOptions {
  readonly monitor: Pick<PowerMonitor, 'on'>;
  readonly picture: () => Picture;
  readonly onPicture: (listener: (picture: Picture) => void) => void;
  readonly tell: (title: string, text: string) => void;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

function time(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 5);
}

/** What was open before and what is open after, in one sentence. */
export function meanwhile(before: Picture, after: Picture): string {
  const had = before.account === undefined ? 'not known' : openText(before.account);
  const has = after.account === undefined ? 'not known yet' : openText(after.account);
  if (before.account === undefined || after.account === undefined) return `Open before: ${had}; now: ${has}.`;
  const open = `Open before: ${had}; now: ${has}.`;
  const then = before.account.dayNet;
  const now = after.account.dayNet;
  if (then === null || now === null) return `${open} How the day's result changed is not known: a price is missing.`;
  return `${open} The day's result changed by ${dollarsText(now - then)}.`;
}

/** Warns when the machine goes to sleep with something open, and says afterwards what happened meanwhile. */
export function watchSleep({ monitor, picture, onPicture, tell, now }: SleepWatchOptions): void {
  let asleep: { readonly sinceMs: number; readonly before: Picture } | undefined;
  let awake: { readonly sinceMs: number; readonly untilMs: number; readonly before: Picture } | undefined;
  monitor.on('suspend', () => {
    const before = picture();
    asleep = { sinceMs: now(), before };
    if (before.account === undefined || before.account.positions.length === 0) return;
    const bare = before.account.positions.filter(({ isProtected }) => !isProtected).length;
    const stops = bare === 0 ? 'Their stops rest at the broker.' : `${bare} of them without a stop at the broker!`;
    tell('Going to sleep with positions open', `${openText(before.account)}. ${stops} Nothing is watched meanwhile.`);
  });
  monitor.on('resume', () => {
    if (asleep === undefined) return;
    awake = { ...asleep, untilMs: now() };
    asleep = undefined;
  });
  onPicture((after) => {
    if (awake === undefined || !after.isFresh) return;
    const { sinceMs, untilMs, before } = awake;
    awake = undefined;
    tell(`Asleep from ${time(sinceMs)} to ${time(untilMs)}`, meanwhile(before, after));
  });
}
