import { expect, it } from 'vitest';
import { placeOf } from '../../../../renderer/connection/places.ts';

const symbol = { id: 'MGC-PO3', url: 'http://127.0.0.1:3006' };

it("goes to the engine's own port under the page's host name on loopback", () => {
  expect(placeOf(symbol, { hostname: 'localhost', origin: 'http://localhost:3000' })?.socket).toBe(
    'http://localhost:3006',
  );
  expect(placeOf({ ...symbol, url: null }, { hostname: 'localhost', origin: 'http://localhost:3000' })).toBeUndefined();
});

it("goes through the hub's relay from elsewhere", () => {
  expect(placeOf(symbol, { hostname: 'desk.example', origin: 'https://desk.example' })).toEqual({
    base: 'https://desk.example/symbols/MGC-PO3',
    socket: 'https://desk.example/symbols/MGC-PO3',
    isRelay: true,
  });
});
