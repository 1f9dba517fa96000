import { beforeEach, expect, test } from 'vitest';
import { VenueWatch } from '../../../../engine/desk/venue-watch.ts';
import { ManualClock } from '../../../../engine/ports/clock.ts';

/** A process that stands still now and then: its timers come late. */
class StallingClock extends ManualClock {
  stalledMs = 0;

  override monotonicMs(): number {
    return super.monotonicMs() + this.stalledMs;
  }
}

let clock: StallingClock;
let said: { readonly code: string; readonly atMs: number }[];
let accused: number[];
let isHolding: boolean;
/** Monotonic ms of the venue's last word; undefined: it has no link. */
let heardMs: number | undefined;
let watch: VenueWatch;

beforeEach(() => {
  clock = new StallingClock();
  said = [];
  accused = [];
  isHolding = true;
  heardMs = 0;
  watch = new VenueWatch({
    clock,
    venue: { silentForMs: () => (heardMs === undefined ? undefined : clock.monotonicMs() - heardMs) },
    isHolding: () => isHolding,
    alarm: (code) => said.push({ code, atMs: clock.monotonicMs() }),
    hangs: () => accused.push(clock.monotonicMs()),
  });
  watch.start();
});

const codes = (): readonly string[] => said.map(({ code }) => code);

/** Time passes, in which the venue speaks or not. */
function pass(ms: number, speaks: boolean): void {
  for (let passed = 0; passed < ms; passed += 100) {
    if (speaks) heardMs = clock.monotonicMs();
    clock.advance(100);
  }
}

test('a venue that falls silent with a position open is an alarm within 2 s, once, and one when it is heard', () => {
  pass(10_000, true);
  pass(10_000, false);
  expect(codes()).toEqual(['venue_silent']);
  expect(said[0]!.atMs).toBeGreaterThan(11_000);
  expect(said[0]!.atMs).toBeLessThan(12_000);
  pass(300, true);
  expect(codes()).toEqual(['venue_silent', 'venue_heard']);
  pass(5_000, true);
  pass(1_500, false);
  expect(codes()).toEqual(['venue_silent', 'venue_heard', 'venue_silent']);
});

test('with nothing open nothing is said; a position that is found while it is silent is said then', () => {
  isHolding = false;
  pass(4_000, false);
  expect(codes()).toEqual([]);
  isHolding = true;
  pass(200, false);
  expect(codes()).toEqual(['venue_silent']);
});

test('a gap that a busy machine makes is none', () => {
  pass(1_000, true);
  clock.stalledMs += 5_000; // the desk itself stood still, and what was said lies unread
  pass(300, false);
  pass(1_000, true);
  expect(codes()).toEqual([]);
  expect(accused).toEqual([]);
});

test('the host hears of it again and again: at once with a position open, later with none, or without a link', () => {
  pass(1_000, true);
  pass(2_500, false);
  expect(accused).toHaveLength(3);
  expect(accused[0]).toBeLessThan(3_000);
  pass(1_000, true);
  accused = [];
  isHolding = false;
  pass(4_500, false);
  expect(accused).toEqual([]);
  pass(1_000, false);
  expect(accused.length).toBeGreaterThan(0);
  heardMs = clock.monotonicMs();
  pass(200, true);
  accused = [];
  heardMs = undefined;
  pass(3_500, false);
  expect(accused).toEqual([]);
  pass(1_000, false);
  expect(accused.length).toBeGreaterThan(0);
});
