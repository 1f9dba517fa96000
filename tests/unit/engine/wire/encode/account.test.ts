import { expect, it } from 'vitest';
import { encodeAccount, encodeActivePosition, encodePositionUpdate } from '../../../../../engine/wire/encode/index.ts';
import { cockpitAccount } from '../../../../../engine/wire/pitwall/account.ts';
import { activePosition } from '../../../../../engine/wire/symbol/status.ts';
import { accountOf, bookOf, positionOf, T0 } from '../../../../support/wire/fixtures.ts';

const FRESH = { stale: false, sources: [] };
const BARE = positionOf({ markTicks: null, unrealizedCents: null, riskCents: null });

it('tells what is not known as null, never as zero', () => {
  const account = encodeAccount(accountOf({ unpriced: 'MNQ', books: [bookOf('MNQ', { positions: [BARE] })] }), FRESH);
  expect(cockpitAccount.parse(account)).toEqual(account);
  const { equity, dayNet, openPnl, buyingPower, room } = account;
  expect({ equity, dayNet, openPnl, buyingPower, room }).toEqual({
    equity: null,
    dayNet: null,
    openPnl: null,
    buyingPower: null,
    room: null,
  });
  expect(account.books[0]).toMatchObject({
    dayNet: null,
    drawdown: null,
    positions: [{ mark: null, unrealized: null, risk: null }],
  });
});

it('tells what is known, also of a book beside one whose price is missing', () => {
  const books = [bookOf('MNQ', { positions: [BARE] }), bookOf('MES')];
  const account = encodeAccount(accountOf({ unpriced: 'MNQ', books }), FRESH);
  expect(account.books[1]?.dayNet).toBeTypeOf('number');
  const whole = encodeAccount(accountOf({ books: [bookOf('MNQ', { positions: [positionOf()] })] }), FRESH);
  expect(whole.books[0]?.positions[0]).toMatchObject({ unrealized: 5, risk: 45 });
  expect(whole.openPnl).toBeTypeOf('number');
});

it('tells no price at which the limit breaks while the room is not known, of any contract', () => {
  const priced = bookOf('MES', { positions: [positionOf({ book: 'MES', root: 'MES', contractId: 'MESZ6' })] });
  const books = [bookOf('MNQ', { positions: [BARE] }), priced];
  const limit = (unpriced: string | null): number | null | undefined =>
    encodeAccount(accountOf({ unpriced, books }), FRESH).books[1]?.positions[0]?.limitPrice;
  expect(limit(null)).toBeTypeOf('number');
  expect(limit('MNQ')).toBeNull();
});

it('leaves the open result out of a symbol status where it is not known', () => {
  const status = encodeActivePosition(BARE);
  expect(activePosition.parse(status)).toEqual(status);
  expect(status).not.toHaveProperty('unrealizedPnL');
  expect(encodeActivePosition(positionOf()).unrealizedPnL).toBe(5);
});

it('keeps the numbers of the entry in the document\u2019s position update alone, which knows no null', () => {
  const update = encodePositionUpdate(BARE, { dayRealizedCents: 0 }, 'u-1', T0);
  expect(update).toMatchObject({ unrealizedPnL: 0, currentPrice: update.entryPrice });
});
