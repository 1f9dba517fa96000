import { describe, expect, test } from 'vitest';
import type { Quote } from '../../../../../engine/domain/quote.ts';
import {
  limitArrivalTicks,
  limitRestingTicks,
  marketFillTicks,
  stopFillTicks,
  stopTriggered,
} from '../../../../../engine/venue/core/matching.ts';

function quote(bidTicks: number, askTicks: number, lastTicks = bidTicks): Quote {
  return { root: 'MNQ', timeMs: 0, seq: 1, bidTicks, askTicks, lastTicks, bidSize: 1, askSize: 1, sessionVolume: 1 };
}

test('market: the far side, slippage against us', () => {
  expect(marketFillTicks('buy', quote(100, 102), 1)).toBe(103);
  expect(marketFillTicks('sell', quote(100, 102), 1)).toBe(99);
  expect(marketFillTicks('buy', quote(100, 102), 0)).toBe(102);
});

describe('limit', () => {
  test.each([
    ['buy', 101, undefined, undefined],
    ['buy', 102, 102, 102],
    ['buy', 110, 102, 110],
    ['sell', 101, undefined, undefined],
    ['sell', 100, 100, 100],
    ['sell', 90, 100, 90],
  ] as const)('%s at %d against 100/102: on arrival %s, resting %s', (side, limit, arrival, resting) => {
    expect(limitArrivalTicks(side, limit, quote(100, 102))).toBe(arrival);
    expect(limitRestingTicks(side, limit, quote(100, 102))).toBe(resting);
  });
});

describe('stop', () => {
  test('triggers at the last print, or when the whole market is beyond it', () => {
    expect(stopTriggered('buy', 105, quote(100, 102, 105))).toBe(true);
    expect(stopTriggered('buy', 105, quote(105, 106, 104))).toBe(true);
    expect(stopTriggered('buy', 105, quote(104, 106, 104))).toBe(false);
    expect(stopTriggered('sell', 95, quote(98, 99, 95))).toBe(true);
    expect(stopTriggered('sell', 95, quote(94, 95, 96))).toBe(true);
    expect(stopTriggered('sell', 95, quote(94, 96, 96))).toBe(false);
  });

  test('fills at the worse of stop and quote, plus slippage', () => {
    expect(stopFillTicks('buy', 105, quote(109, 110), 1)).toBe(111);
    expect(stopFillTicks('buy', 105, quote(103, 104, 105), 1)).toBe(106);
    expect(stopFillTicks('sell', 95, quote(90, 91), 1)).toBe(89);
    expect(stopFillTicks('sell', 95, quote(97, 98, 95), 1)).toBe(94);
  });
});
