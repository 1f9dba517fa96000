import { describe, expect, it } from 'vitest';
import { callOf } from '../../../../engine/wire/client-call.ts';
import { HUB_ROUTES } from '../../../../engine/wire/hub/routes.ts';
import { SYMBOL_ROUTES } from '../../../../engine/wire/symbol/routes.ts';

describe('callOf', () => {
  it('puts parameters into the path, so that no character of theirs is part of it', () => {
    expect(callOf(HUB_ROUTES.cancelOrder, { params: { id: 'MNQ/O 41?' }, body: { commandId: 'c-1' } })).toEqual({
      method: 'POST',
      path: '/api/orders/MNQ%2FO%2041%3F/cancel',
      body: '{"commandId":"c-1"}',
    });
  });

  it('leaves out what of the query is not given', () => {
    const query = { from: undefined, limit: 500, strategy: 'MGC-PO3' };
    expect(callOf(HUB_ROUTES.trades, { query })).toEqual({
      method: 'GET',
      path: '/api/trades?limit=500&strategy=MGC-PO3',
      body: undefined,
    });
  });

  it('writes a query so that the declared schema reads the same values', () => {
    const { path } = callOf(HUB_ROUTES.orders, { query: { all: true } });
    const given = Object.fromEntries(new URL(path, 'http://hub').searchParams);
    expect(HUB_ROUTES.orders.query.parse(given)).toEqual({ all: true });
  });

  it('gives a command a body also where nothing is to say, and a deletion none', () => {
    expect(callOf(SYMBOL_ROUTES.flatten).body).toBe('{}');
    expect(callOf(HUB_ROUTES.revokeDevice, { params: { id: 'd-1' } })).toMatchObject({
      path: '/api/devices/d-1',
      body: undefined,
    });
  });

  it('names a parameter that is missing', () => {
    expect(() => callOf(HUB_ROUTES.flattenStrategy)).toThrow(
      'expected the parameter id of POST /api/strategies/:id/flatten',
    );
  });
});
