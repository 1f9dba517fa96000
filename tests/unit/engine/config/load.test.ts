import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import type { Settled } from '../../../../engine/config/settle.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-config-'));
  for (const root of ['MNQ', 'MES', 'MGC', 'ES']) writeFileSync(join(folder, `${root}.csv`), `${root}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function faults(argv: readonly string[], env: Record<string, string> = {}): readonly string[] {
  const loaded = load({ argv, env, folder });
  return loaded.kind === 'faults' ? loaded.faults : [];
}

function settled(argv: readonly string[], env: Record<string, string> = {}): Settled {
  const loaded = load({ argv, env, folder });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  return loaded.settled;
}

function withFile(content: unknown, run: (file: string) => void): void {
  const file = join(folder, 'pitwall.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    run(file);
  } finally {
    rmSync(file);
  }
}

const portsOf = ({ settings }: Settled): Record<string, number> =>
  Object.fromEntries(settings.strategies.map(({ id, port }) => [id, port]));

describe('defaults', () => {
  test('are these', () => {
    const { settings, hub, log } = settled(['--data-dir', 'data']);
    expect(settings).toMatchObject({
      mode: 'SIM',
      dataDir: join(folder, 'data'),
      feed: { kind: 'sim', seed: 1, historyDays: 20, hours: 'always' },
      speed: 1,
      preset: 'default',
      hubPort: 3000,
      listen: '127.0.0.1',
      exitWhenDone: false,
      oneProcess: false,
      pnlRetentionDays: 100,
      venue: { latencyMs: 50, slippageTicks: 1, spreadTicks: 1 },
      risk: {
        startBalanceCents: 5_000_000,
        dailyLossLimitCents: 100_000,
        accountCapMicros: 10,
        staleAfterMs: 10_000,
        allowOpposingBooks: false,
      },
    });
    expect(settings.fromMs).toBeUndefined();
    expect(settings.untilMs).toBeUndefined();
    expect(settings.hubAliasPort).toBeUndefined();
    expect(settings.risk.marginCents).toMatchObject({ MNQ: 350_000, MES: 230_000, MGC: 200_000, M6E: 30_000 });
    expect(portsOf({ settings, hub, log })).toEqual({ MNQ: 3333, MES: 3334, MGC: 3335, M6E: 3336, 'MGC-PO3': 3006 });
    expect(settings.strategies[0]).toMatchObject({
      preset: 'default',
    });
    expect(hub).toEqual({
      maxConnections: 1000,
      maxConnectionsPerUser: 5,
      maxMessagesPerMinute: 60,
      allowedOrigins: [],
    });
    expect(log).toEqual({ level: 'info', json: false });
  });

  test('a replay is stale later and starts the strategies that have a recording', () => {
    const { settings } = settled(['--replay', 'MGC=MGC.csv', '--replay', 'mnq=MNQ.csv', '--speed', 'max']);
    expect(settings.mode).toBe('REPLAY');
    expect(settings.risk.staleAfterMs).toBe(180_000);
    expect(settings.strategies.map(({ id }) => id)).toEqual(['MNQ', 'MGC', 'MGC-PO3']);
    expect(settings.feed).toMatchObject({ kind: 'replay', round: false });
    if (settings.feed.kind === 'replay') {
      expect(settings.feed.files.map(({ root, path }) => [root, path])).toEqual([
        ['MNQ', join(folder, 'MNQ.csv')],
        ['MGC', join(folder, 'MGC.csv')],
      ]);
      expect(settings.feed.files.every(({ sha256 }) => sha256?.length === 64)).toBe(true);
    }
  });
});

describe('every flag', () => {
  test('of a simulation', () => {
    const argv =
      '--feed sim --from 2026-11-20T15:00Z --until 2026-11-21 --speed 60 --seed 7 --preset demo --history-days 0 --sim-hours cme ' +
      '--one-process --strategies MES,MNQ --hub-port 0 --hub-alias-port 4000 --port MES=0 --port MGC-PO3=9 --listen 0.0.0.0 --exit-when-done --shell browser';
    const { settings } = settled(argv.split(' '));
    expect(settings).toMatchObject({
      feed: { kind: 'sim', seed: 7, historyDays: 0, hours: 'cme' },
      fromMs: Date.UTC(2026, 10, 20, 15),
      untilMs: Date.UTC(2026, 10, 21),
      speed: 60,
      preset: 'demo',
      hubPort: 0,
      hubAliasPort: 4000,
      listen: '0.0.0.0',
      oneProcess: true,
      exitWhenDone: true,
    });
    expect(settings.strategies.map(({ id, port, preset }) => [id, port, preset])).toEqual([
      ['MNQ', 3333, 'demo'],
      ['MES', 0, 'demo'],
    ]);
  });

  test('--help and --version are seen before anything is judged', () => {
    expect(load({ argv: ['--nonsense', '--help'], env: {}, folder }).kind).toBe('help');
    expect(load({ argv: ['--version'], env: {}, folder }).kind).toBe('version');
  });

  test('the value may stand behind an equals sign; the last one counts', () => {
    expect(settled(['--seed=3', '--seed=4']).settings.feed).toMatchObject({ seed: 4 });
  });

  test.each([
    ['--sped 60', '--sped: unknown flag; did you mean --speed?'],
    ['--hub_port 1', '--hub_port: unknown flag; did you mean --hub-port?'],
    ['--seed', '--seed: expected a whole number from 0 to 4294967295, found no value'],
    ['--seed --round', '--seed: expected a whole number from 0 to 4294967295, found no value'],
    ['--seed -1', '--seed: expected a whole number from 0 to 4294967295, found "-1"'],
    ['--speed fast', '--speed: expected a number from 0.01 to 100000 or max, found "fast"'],
    ['--feed live', '--feed: expected one of sim, replay, found "live"'],
    ['--preset classic', '--preset: expected one of default, demo, found "classic"'],
    ['--history-days 1.5', '--history-days: expected a whole number from 0 to 250, found "1.5"'],
    ['--sim-hours never', '--sim-hours: expected one of always, cme, found "never"'],
    ['--hub-port 70000', '--hub-port: expected a port from 0 (any free one) to 65535, found "70000"'],
    ['--hub-alias-port x', '--hub-alias-port: expected a port from 0 (any free one) to 65535, found "x"'],
    ['--port 3333', '--port: expected ID=N, e.g. MNQ=…, found "3333"'],
    ['--port MNX=1', 'did you mean MNQ?'],
    ['--port MNQ=1 --port MNQ=2', '--port: MNQ is given twice'],
    ['--strategies MNQ,NQ', '--strategies: expected ids of strategies'],
    ['--listen example.org', '--listen: expected an IP address of this machine'],
    ['--from tomorrow', '--from: expected a time such as'],
    ['--from 2026-01-02 --until 2026-01-02', '--until: expected a time after --from'],
    ['--replay MNQ', '--replay: expected ROOT=FILE'],
    ['--replay XX=MNQ.csv', '--replay: expected a known root'],
    ['--replay MNQ=none.csv', 'there is no such file'],
    ['--replay MNQ=.', 'it is a folder'],
    ['--feed replay', '--feed: a replay needs a recording: --replay ROOT=FILE'],
    ['--feed sim --replay MNQ=MNQ.csv', '--feed: a simulation plays no recording'],
    ['--replay MNQ=MNQ.csv --history-days 5', '--history-days: days are played in advance in a simulation only'],
    [
      '--replay MNQ=MNQ.csv --strategies MES',
      '--strategies: MES has no recording; add --replay MES=FILE or leave MES out',
    ],
    ['--replay ES=ES.csv', '--replay: no strategy trades ES; expected a recording of MNQ, MES, MGC, M6E'],
    ['--config none.json', '--config none.json: cannot be read: there is no such file'],
    ['speed', 'expected flags only, found "speed"'],
  ])('%s', (argv, fault) => {
    expect(faults(argv.split(' ')).join('\n')).toContain(fault);
    expect(faults(argv.split(' '))).toHaveLength(1);
  });

  test('all faults are told at once', () => {
    const found = faults(['--speed', '0', '--sede', '1', '--hub-port', 'x', '--strategies', 'ABC']);
    expect(found.map((fault) => fault.split(':')[0])).toEqual(['--speed', '--sede', '--hub-port', '--strategies']);
  });
});

describe('ports', () => {
  test('two equal ones are refused, and both are named', () => {
    expect(faults(['--port', 'MES=3333'])).toEqual([
      'MNQ (--port MNQ, default) and MES (--port MES) want the same port 3333; move one, e.g. --port MES=N',
    ]);
    expect(faults(['--hub-port', '4000', '--hub-alias-port', '4000'])).toHaveLength(1);
    expect(faults(['--port', 'MES=0', '--port', 'MNQ=0', '--hub-port', '0'])).toEqual([]);
  });

  test('of a strategy that is not started is ignored', () => {
    expect(faults(['--strategies', 'MNQ', '--port', 'MES=3333'])).toEqual([]);
  });

  test('a hub on 3006 is refused with the flag to add', () => {
    const message = "the hub (--hub-port) cannot have port 3006, which is MGC-PO3's; move that first: --port MGC-PO3=N";
    expect(faults(['--hub-port', '3006'])).toEqual([message]);
    expect(faults(['--hub-port', '3006', '--strategies', 'MNQ'])).toEqual([message]);
    expect(faults(['--hub-alias-port', '3006']).join()).toContain('--port MGC-PO3=N');
    expect(faults([], { PORT: '3006' }).join()).toContain('the hub (PORT)');
    expect(faults(['--hub-port', '3006', '--port', 'MGC-PO3=0'])).toEqual([]);
    expect(faults(['--hub-port', '3006', '--strategies', 'MNQ', '--port', 'MGC-PO3=3007'])).toEqual([]);
  });

  test('a single strategy started alone takes the port of its kind from the environment', () => {
    const env = { TOPSTEPX_NQ_DASHBOARD_PORT: '3401', TOPSTEPX_MGC_DASHBOARD_PORT: '3402' };
    expect(portsOf(settled(['--strategies', 'M6E'], env))).toEqual({ M6E: 3401 });
    expect(portsOf(settled(['--strategies', 'MGC-PO3'], env))).toEqual({ 'MGC-PO3': 3402 });
    expect(portsOf(settled(['--strategies', 'M6E', '--port', 'M6E=3500'], env))).toEqual({ M6E: 3500 });
    expect(portsOf(settled(['--strategies', 'MNQ,M6E'], env))).toEqual({ MNQ: 3333, M6E: 3336 });
    withFile({ strategy: { M6E: { port: 3600 } } }, (file) => {
      expect(portsOf(settled(['--strategies', 'M6E', '--config', file], env))).toEqual({ M6E: 3401 });
    });
  });
});

describe('environment', () => {
  test('the hub port: flag, PITWALL_HUB_PORT, PORT, WEBSOCKET_PORT, configuration, default', () => {
    withFile({ hubPort: 5005 }, (file) => {
      const hub = (env: Record<string, string>, ...argv: string[]): number =>
        settled(['--config', file, ...argv], env).settings.hubPort;
      const all = { PITWALL_HUB_PORT: '5002', PORT: '5003', WEBSOCKET_PORT: '5004' };
      expect(hub(all, '--hub-port', '5001')).toBe(5001);
      expect(hub(all)).toBe(5002);
      expect(hub({ PORT: '5003', WEBSOCKET_PORT: '5004' })).toBe(5003);
      expect(hub({ WEBSOCKET_PORT: '5004' })).toBe(5004);
      expect(hub({ PORT: ' ' })).toBe(5005);
    });
    expect(settled([]).settings.hubPort).toBe(3000);
  });

  test('before .env.local before .env', () => {
    writeFileSync(join(folder, '.env'), 'MAX_CONNECTIONS_PER_USER=7\nMAX_MESSAGES_PER_MINUTE=70\nPORT=7000\n');
    writeFileSync(join(folder, '.env.local'), 'MAX_MESSAGES_PER_MINUTE=80 # more\nPORT="8000"\n');
    try {
      const { hub, settings } = settled([], { PORT: '9000', MAX_WEBSOCKET_CONNECTIONS: '2000' });
      expect(hub).toMatchObject({ maxConnections: 2000, maxConnectionsPerUser: 7, maxMessagesPerMinute: 80 });
      expect(settings.hubPort).toBe(9000);
      expect(settled([]).settings.hubPort).toBe(8000);
      writeFileSync(join(folder, '.env'), 'PORT=x\n');
      rmSync(join(folder, '.env.local'));
      expect(faults([])).toEqual(['PORT in .env: expected a port from 0 (any free one) to 65535, found "x"']);
    } finally {
      rmSync(join(folder, '.env'));
      rmSync(join(folder, '.env.local'), { force: true });
    }
  });

  test('origins, secrets and log level', () => {
    const jwt = 'q7Zt1xW8mB4kR0vN9sL2yC6hJ3dF5gPa';
    const { hub, log } = settled([], {
      CORS_ORIGIN: 'https://a.example',
      FRONTEND_URL: 'https://b.example/app',
      JWT_SECRET: jwt,
      REDIS_URL: 'redis://localhost:6379',
      LOG_LEVEL: 'debug',
      NODE_ENV: 'production',
    });
    expect(hub).toMatchObject({
      allowedOrigins: ['https://a.example', 'https://b.example'],
      jwtSecret: jwt,
      redisUrl: 'redis://localhost:6379',
    });
    expect(log).toEqual({ level: 'debug', json: true });
    const [fault = ''] = faults([], { LOG_LEVEL: 'loud' });
    expect(fault).toMatch(/LOG_LEVEL.*expected.*debug.*"loud"/);
  });

  test('a refused secret is not shown', () => {
    const [fault = ''] = faults([], { JWT_SECRET: 'hunter2hunter2' });
    expect(fault).toContain('JWT_SECRET: expected a random secret');
    expect(fault).not.toContain('hunter2');
    expect(faults([], { CORS_ORIGIN: '*' }).join()).toContain('with * any web page');
  });

  test('addresses of services that are built in are accepted and said to be unused', () => {
    const loaded = load({ argv: [], env: { USER_SERVICE_URL: 'http://localhost:3002' }, folder });
    expect(loaded).toMatchObject({
      kind: 'settings',
      notices: ['USER_SERVICE_URL is not used: that service is built in'],
    });
  });
});

describe('configuration file', () => {
  test('reaches every kind of option', () => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    const file = join(folder, 'sub', 'c.json');
    writeFileSync(
      file,
      JSON.stringify({
        dataDir: 'data',
        replay: { MNQ: '../MNQ.csv', MES: { path: '../MES.csv', zone: 'America/New_York' } },
        strategies: ['MNQ', 'MES'],
        strategy: { MNQ: { port: 1234, preset: 'classic', parameters: { bbPeriod: 21 } } },
        venue: { latencyMs: 80, feePerSide: { MNQ: 0.5 } },
        risk: { dailyLossLimit: null, startBalance: 100000, margin: { MNQ: 4000 }, staleAfterSeconds: 60 },
        hub: { maxConnections: 10, corsOrigin: ['https://a.example'] },
        log: { level: 'warn' },
      }),
    );
    const { settings, hub, log } = settled(['--config', 'sub/c.json']);
    expect(settings).toMatchObject({
      dataDir: join(folder, 'sub', 'data'),
      venue: { latencyMs: 80, feePerSideCents: { MNQ: 50, MES: 37 } },
      risk: { dailyLossLimitCents: null, startBalanceCents: 10_000_000, staleAfterMs: 60_000 },
      strategies: [
        { id: 'MNQ', port: 1234, preset: 'classic', parameters: { bbPeriod: 21 } },
        { id: 'MES', port: 3334, preset: 'default' },
      ],
    });
    if (settings.feed.kind === 'replay') {
      expect(settings.feed.files[1]).toMatchObject({
        root: 'MES',
        path: join(folder, 'MES.csv'),
        zone: 'America/New_York',
      });
    }
    expect(hub).toMatchObject({ maxConnections: 10, allowedOrigins: ['https://a.example'] });
    expect(log.level).toBe('warn');
  });

  test('stands below the flags, key by key', () => {
    withFile({ speed: 5, strategy: { MNQ: { port: 1 }, MES: { port: 2 } } }, (file) => {
      const result = settled(['--config', file, '--port', 'MES=3', '--speed', 'max']);
      expect(result.settings.speed).toBe('max');
      expect(portsOf(result)).toMatchObject({ MNQ: 1, MES: 3, MGC: 3335 });
    });
  });

  test.each([
    [{ sped: 1 }, '"sped" in pitwall.json: unknown key; did you mean "speed"?'],
    [{ risk: { dailyLoss: 1 } }, '"risk.dailyLoss" in pitwall.json: unknown key; did you mean "risk.dailyLossLimit"?'],
    [
      { strategy: { MNQ: { prot: 1 } } },
      '"strategy.MNQ.prot" in pitwall.json: unknown key; did you mean "strategy.MNQ.port"?',
    ],
    [{ strategy: { NMQ: { port: 1 } } }, '"strategy" in pitwall.json: expected a known id'],
    [{ venue: { feePerSide: { XX: 1 } } }, '"venue.feePerSide" in pitwall.json: expected a known root'],
    [{ speed: '60' }, '"speed" in pitwall.json: expected a number from 0.01 to 100000 or max, found "60"'],
    [{ risk: 5 }, '"risk" in pitwall.json: expected an object, found 5'],
    [{ hub: { corsOrigin: '*' } }, 'with * any web page'],
    [{ __proto__x: 1 }, 'unknown key'],
    [[], 'pitwall.json: expected an object, found []'],
    ['{"a":', 'is not JSON'],
  ])('%j', (content, fault) => {
    withFile(content, (file) => {
      expect(faults(['--config', file]).join('\n')).toContain(fault);
      expect(faults(['--config', file])).toHaveLength(1);
    });
  });

  test('its faults come together with those of the flags', () => {
    withFile({ speed: 0, seed: 'x', nonsense: 1 }, (file) => {
      expect(faults(['--config', file, '--prot', 'MNQ=1'])).toHaveLength(4);
    });
  });
});
