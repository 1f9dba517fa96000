import { describe, expect, it } from 'vitest';
import { beyondLimit, roomLeftCents } from '../../../../engine/risk/loss-breach.ts';

describe('daily loss', () => {
  it('counts what closing would cost', () => {
    expect(beyondLimit({ netCents: -99_900, exitEstimateCents: 100, limitCents: 100_000 })).toBe(true);
    expect(beyondLimit({ netCents: -99_900, exitEstimateCents: 99, limitCents: 100_000 })).toBe(false);
  });

  it('never shows a room below zero', () => {
    expect(roomLeftCents({ netCents: -150_000, exitEstimateCents: 0, limitCents: 100_000 })).toBe(0);
    expect(roomLeftCents({ netCents: 20_000, exitEstimateCents: 137, limitCents: 100_000 })).toBe(119_863);
  });
});
