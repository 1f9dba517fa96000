import { describe, expect, it } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import { Picture } from '../../../../../engine/symbol/server/picture.ts';
import { accountWith, bookOf, positionOf, strategyOf, tradeOf } from '../../../../support/wire/fixtures.ts';

const held = accountWith(bookOf('MNQ', { positions: [positionOf()] }));
const flat = accountWith(bookOf('MNQ'), { asOf: { ...held.asOf, seq: held.asOf.seq + 5 } });

function pictureWith(trades: readonly ReturnType<typeof tradeOf>[] = []): Picture {
  const history = { points: () => [], trades: () => trades, logs: () => [], wideBars: () => [] };
  return new Picture(strategyOf('MNQ'), specOf('MNQ'), history);
}

/** Ids of a status' trades, and whether it has a position. */
function told(picture: Picture): readonly [readonly string[], boolean] {
  const status = picture.status();
  return [status?.trades.map(({ tradeId }) => tradeId) ?? [], status?.position !== null];
}

describe('a status', () => {
  it('has a trade from the account on in which its position is gone', () => {
    const picture = pictureWith();
    picture.take(held);
    const key = picture.statusKey();
    // The rows of a step come before the account as of it.
    picture.trades.add(tradeOf(3), flat.asOf.seq - 1);
    expect(told(picture)).toEqual([[], true]);
    expect(picture.statusKey()).toBe(key);
    picture.take(flat);
    expect(told(picture)).toEqual([[tradeOf(3).tradeId], false]);
    expect(picture.statusKey()).not.toBe(key);
  });

  it('has what the file had of the day before', () => {
    const picture = pictureWith([tradeOf(1)]);
    picture.take(held);
    expect(told(picture)).toEqual([[tradeOf(1).tradeId], true]);
  });
});
