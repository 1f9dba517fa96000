import { expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import type { Bootstrap } from '../../../../engine/config/settings.ts';
import { portWishes, requests, withPorts } from '../../../../engine/host/bootstraps.ts';

const JWT = 'q7Zt1xW8mB4kR0vN9sL2yC6hJ3dF5gPa';

function common(argv: readonly string[]) {
  const env = { JWT_SECRET: JWT, REDIS_URL: 'redis://:pass@localhost' };
  const loaded = load({ argv, env, folder: import.meta.dirname });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  const { settled } = loaded;
  const wishes = portWishes(settled.settings);
  const numbers = Object.fromEntries(wishes.map(({ name, port }, index) => [name, port === 0 ? 20_000 + index : port]));
  const settings = withPorts(settled.settings, numbers);
  const ports = {
    reach: ([name, ...more]: readonly string[]) => ({
      entrance: { doors: [], privatePath: `/run/pw-1/${name}.sock`, secret: 's' },
      inherits: [30, ...more.map((_each, index) => 31 + index)],
    }),
  };
  const rest = {
    ports,
    runtimeDir: '/run/pw-1',
    secret: 's',
    epoch: 3,
    tokenFile: '/data/owner.token',
    version: '1.2.3',
  };
  return { wishes, requests: requests({ settled, settings, ...rest }) };
}

const bootstrapOf = (request: { readonly bootstrap: unknown }): Bootstrap => request.bootstrap as Bootstrap;

test('every port is wished for once, with the flag that moves it', () => {
  const { wishes } = common(['--strategies', 'MNQ,MGC-PO3', '--hub-alias-port', '4000']);
  expect(wishes.map(({ name, port, flag }) => `${name} ${port} ${flag}`)).toEqual([
    'hub 3000 --hub-port N',
    "the hub's alias 4000 --hub-alias-port N",
    'MNQ 3333 --port MNQ=N',
    'MGC-PO3 3006 --port MGC-PO3=N',
  ]);
});

test('children get real ports, and all of them are known to each', () => {
  const { desk, engines } = common(['--hub-port', '0', '--strategies', 'MNQ', '--port', 'MNQ=0']).requests;
  expect(bootstrapOf(desk).knownPorts).toEqual([20_000, 20_001]);
  expect(bootstrapOf(desk).settings).toMatchObject({ hubPort: 20_000, strategies: [{ id: 'MNQ', port: 20_001 }] });
  expect(engines.map(({ name, room }) => [name, room])).toEqual([['MNQ', 'symbol']]);
  expect(engines.map(({ inherits }) => inherits)).toEqual([[30]]);
  expect(bootstrapOf(desk)).toMatchObject({
    epoch: 3,
    version: '1.2.3',
    tokenFile: '/data/owner.token',
    runtimeDir: '/run/pw-1',
  });
});

test('secrets go where log-ins are judged, Redis to the hub alone', () => {
  const { venue, desk, hub, preplay, engines } = common([]).requests;
  for (const request of [venue, desk, preplay]) expect(JSON.stringify(request)).not.toContain(JWT);
  for (const request of [venue, desk, preplay, ...engines]) expect(JSON.stringify(request)).not.toContain('pass@');
  expect(engines.map((engine) => bootstrapOf(engine).hub?.jwtSecret)).toEqual(engines.map(() => JWT));
  expect(bootstrapOf(hub).hub).toMatchObject({ jwtSecret: JWT, redisUrl: 'redis://:pass@localhost' });
  expect(bootstrapOf(engines[0] ?? desk).hub).toMatchObject({ maxConnections: 1_000 });
});

test('servers are told how they are reached, the hub with its alias; the others have no door', () => {
  const { venue, desk, hub, preplay, engines } = common(['--strategies', 'MGC-PO3', '--hub-alias-port', '0']).requests;
  expect(hub.inherits).toEqual([30, 31]);
  expect(bootstrapOf(hub).entrance?.privatePath).toBe('/run/pw-1/hub.sock');
  expect(engines.map((engine) => bootstrapOf(engine).entrance?.privatePath)).toEqual(['/run/pw-1/MGC-PO3.sock']);
  for (const request of [venue, desk, preplay]) {
    expect([request.inherits, bootstrapOf(request).entrance]).toEqual([undefined, undefined]);
  }
});
