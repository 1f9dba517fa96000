import { describe, expect, it } from 'vitest';
import {
  age,
  clock,
  day,
  hourMinute,
  isoDay,
  latency,
  minuteOfDay,
  parseTime,
  span,
} from '../../../../renderer/format/time.ts';

const AFTERNOON = Date.parse('2026-11-20T19:22:50.000Z');

describe('times in Chicago', () => {
  it('follow the exchange, not this machine', () => {
    expect(clock(AFTERNOON)).toBe('13:22:50');
    expect(hourMinute(AFTERNOON)).toBe('13:22');
    expect(day(AFTERNOON)).toBe('Fri 20 Nov');
    expect(minuteOfDay(AFTERNOON)).toBe(13 * 60 + 22);
  });

  it('follow summer time', () => {
    expect(clock(Date.parse('2026-07-01T05:00:00.000Z'))).toBe('00:00:00');
    expect(isoDay(Date.parse('2026-07-01T04:59:00.000Z'))).toBe('2026-06-30');
  });
});

describe('spans and ages', () => {
  it('count down without going below zero', () => {
    expect([span(6_130_000), span(10_000), span(-5)]).toEqual(['1:42:10', '0:10', '0:00']);
  });

  it('grow coarser with age', () => {
    expect([age(200), age(12_000), age(200_000), age(7_300_000)]).toEqual(['0.2 s', '12 s', '3 min', '2 h']);
  });

  it('show latencies in milliseconds until they are long', () => {
    expect([latency(143.2), latency(0.13), latency(12_400)]).toEqual(['143 ms', '0.1 ms', '12.4 s']);
  });
});

describe('parseTime', () => {
  it('answers undefined for what is no time', () => {
    expect([parseTime('2026-11-20T19:22:50.000Z'), parseTime('never'), parseTime(null)]).toEqual([
      AFTERNOON,
      undefined,
      undefined,
    ]);
  });
});
