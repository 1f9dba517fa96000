import { expect, test } from 'vitest';
import { flattenEverything } from '../../../../electron/controls/flatten-command.ts';

const receipt = (verified: boolean) => ({
  success: verified,
  receipt: {
    id: 'f1',
    scope: 'account',
    actor: 'owner',
    reason: 'manual',
    ended: verified,
    clock: 'wall',
    steps: [{ name: 'venue_verified', text: 'venue says flat', ms: 3 }],
    verified,
    positions: [],
    workingOrders: 0,
    ms: 40,
    timestamp: '2026-11-20T14:30:00.000Z',
  },
});
const place = { hub: 'http://127.0.0.1:3000', token: 't', symbolUrls: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] };

test('the hub takes it, with the cause and an id of its own', async () => {
  const sent: unknown[] = [];
  const result = await flattenEverything(place, 'tray', (url, token, body) => {
    sent.push([url.href, token, body]);
    return Promise.resolve(receipt(true));
  });
  expect(result).toEqual({ isVerified: true, text: 'venue says flat' });
  expect(sent).toEqual([
    ['http://127.0.0.1:3000/api/flatten', 't', { cause: 'tray', commandId: expect.stringMatching(/^shell-/) }],
  ]);
});

test('not verified is said loudly', async () => {
  const result = await flattenEverything(place, 'tray', () => Promise.resolve(receipt(false)));
  expect(result).toEqual({ isVerified: false, text: 'NOT verified flat: venue says flat' });
});

test('with the hub away each symbol server is asked; one that is silent is no success', async () => {
  const withDead = (dead: readonly string[]) =>
    flattenEverything(place, 'tray', (url) =>
      dead.includes(url.origin) ? Promise.reject(new Error('refused')) : Promise.resolve(receipt(true)),
    );
  expect((await withDead([place.hub])).isVerified).toBe(true);
  const half = await withDead([place.hub, 'http://127.0.0.1:2']);
  expect(half.isVerified).toBe(false);
  expect(half.text).toContain('1 of 2 symbol servers');
  const none = await withDead([place.hub, ...place.symbolUrls]);
  expect(none).toMatchObject({ isVerified: false, text: expect.stringContaining('Act at your broker') });
});

test('an answer that is not as declared counts as none', async () => {
  const result = await flattenEverything({ ...place, symbolUrls: [] }, 'tray', () =>
    Promise.resolve({ success: true }),
  );
  expect(result.isVerified).toBe(false);
});
