/** The processes as a whole: ready line, restart of whatever is killed, a second instance, the end in order. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileHistory } from '../../engine/hub/picture/file-history.ts';
import { runPitwall, startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const NAMES = ['host', 'venue', 'desk', 'hub', 'MNQ', 'MGC-PO3'];
const FLAGS = ['--strategies', 'MNQ,MGC-PO3'];
const ONE = ['--strategies', 'MNQ'];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(30_000) })).status < 500;
  } catch {
    return false;
  }
}

describe('a running installation', () => {
  let pitwall: Pitwall;
  beforeAll(async () => {
    pitwall = await startPitwall({ flags: FLAGS });
  });
  afterAll(() => pitwall.stop());

  test('tells of itself in one line', () => {
    const { ready, dataDir } = pitwall;
    expect(Object.keys(ready)).toEqual(['event', 'hub', 'symbols', 'processes', 'dataDir', 'tokenFile']);
    expect(ready.symbols.map(({ id, strategy }) => [id, strategy])).toEqual([
      ['MNQ', 'MNQ-WINNER'],
      ['MGC-PO3', 'MGC-PO3'],
    ]);
    expect(ready.symbols.every(({ contract }) => /^(?:MNQ|MGC)[FGHJKMNQUVXZ]\d$/.test(contract))).toBe(true);
    expect(ready.processes.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
    expect(new Set(ready.processes.map(({ pid }) => pid)).size).toBe(NAMES.length);
    expect(ready.dataDir).toBe(dataDir);
    expect(pitwall.token.length).toBeGreaterThanOrEqual(32);
    expect(statSync(ready.tokenFile).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8'))).toMatchObject({
      pid: pitwall.pids()['host'],
      hub: ready.hub,
      tokenFile: ready.tokenFile,
    });
  });

  test('no secret is in its log, its command lines or its environment', () => {
    const secrets = [pitwall.token];
    for (const { pid } of pitwall.ready.processes) {
      const shown = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')).join();
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    for (const secret of secrets) expect(pitwall.stderr()).not.toContain(secret);
  });

  test('a second one on the same folder is refused, and the first one does not notice', async () => {
    const before = pitwall.pids();
    const { code, stdout, stderr } = await runPitwall({ dataDir: pitwall.dataDir, flags: FLAGS });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`pid ${before['host']}`);
    expect(stderr).toContain(pitwall.hub);
    expect(pitwall.pids()).toEqual(before);
    expect(existsSync(join(pitwall.dataDir, 'instance.json'))).toBe(true);
  });

  test.each(['MNQ', 'hub', 'venue', 'desk'])('%s is back and serving after kill -9', async (name) => {
    const port = pitwall.symbols['MNQ'] ?? '';
    const pid = pitwall.kill(name);
    await pitwall.replaced(name, pid);
    await pitwall.said(new RegExp(`${name} is back and serving after \\d+ ms`));
    const ms = Number(new RegExp(`${name} is back and serving after (\\d+) ms`).exec(pitwall.stderr())?.[1]);
    console.error(`${name}: back after ${ms} ms`);
    // Each under the address it had before.
    expect(await answers(`${port}/api/status`)).toBe(true);
    expect(await answers(`${pitwall.hub}/health`)).toBe(true);
  });

  test.each(['MNQ', 'hub', 'venue', 'desk'])('%s that hangs is ended and started again', async (name) => {
    const pid = pitwall.kill(name, 'SIGSTOP');
    await pitwall.replaced(name, pid);
    expect(isAlive(pid)).toBe(false);
    expect(pitwall.stderr()).toMatch(new RegExp(`${name} is silent for [\\d.]+ s; it is ended and started again`));
    await pitwall.serves(name);
  });

  test('ends in order and leaves nothing behind', async () => {
    const pids = Object.values(pitwall.pids());
    const { code, signal, ms } = await pitwall.stop();
    expect([code, signal]).toEqual([0, null]);
    console.error(`ended after ${ms.toFixed(0)} ms`);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(pitwall.stderr()).not.toContain('ended by force');
  });
});

describe('when the host is killed', () => {
  test('its children end, the venue goes on, and a new host adopts it', async () => {
    const first = await startPitwall({ flags: ONE });
    let second: Pitwall | undefined;
    try {
      const { venue = 0, host: _host, ...others } = first.pids();
      first.kill('host');
      await first.ended;
      const limit = performance.now() + 30_000;
      while (Object.values(others).some(isAlive) && performance.now() < limit) {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      expect(Object.values(others).filter(isAlive)).toEqual([]);
      expect(isAlive(venue)).toBe(true);
      second = await startPitwall({ flags: ONE, dataDir: first.dataDir, env: { XDG_RUNTIME_DIR: first.scratch } });
      expect(second.pids()['venue']).toBe(venue);
      // It is no child of this host, which hears of it through the desk alone.
      second.kill('venue', 'SIGSTOP');
      await second.replaced('venue', venue);
      await expect.poll(() => isAlive(venue)).toBe(false); // somebody must take note of its end
      await second.serves('venue');
    } finally {
      await second?.stop();
      await first.stop();
    }
  });

  test('a venue that hangs when the new host comes is ended, and the start goes on', async () => {
    const first = await startPitwall({ flags: ONE });
    let second: Pitwall | undefined;
    try {
      const venue = first.kill('venue', 'SIGSTOP');
      first.kill('host');
      await first.ended;
      const again = { flags: ONE, dataDir: first.dataDir, env: { XDG_RUNTIME_DIR: first.scratch } };
      second = await startPitwall({ ...again });
      await expect.poll(() => isAlive(venue)).toBe(false);
      expect(second.pids()['venue']).not.toBe(venue);
    } finally {
      await second?.stop();
      await first.stop();
    }
  });
});

test('a second Ctrl-C ends it at once', async () => {
  const pitwall = await startPitwall({ flags: ONE });
  const pids = Object.values(pitwall.pids());
  pitwall.kill('desk', 'SIGSTOP');
  pitwall.kill('host', 'SIGINT');
  pitwall.kill('host', 'SIGINT');
  const { code } = await pitwall.stop();
  expect(code).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});

/** Codes of the alarms in the file. */
function alarms({ dataDir }: Pitwall): readonly string[] {
  const history = new FileHistory(dataDir);
  try {
    return history.rows(1_000).flatMap(({ event }) => (event.type === 'Alarm' ? [event.code] : []));
  } finally {
    history.close();
  }
}

/** Kills a process as soon as it is there again, until it is given up. */
async function crashLoop(pitwall: Pitwall, name: string): Promise<void> {
  for (let deaths = 1; deaths < 5; deaths += 1) await pitwall.replaced(name, pitwall.kill(name));
  pitwall.kill(name);
  await pitwall.said(`${name} died 5 times within 60 s`);
}

test('an engine that crashes again and again is dropped, the others go on, and a start brings it back', async () => {
  const pitwall = await startPitwall({ flags: [...FLAGS, '--speed', '60'] });
  try {
    await crashLoop(pitwall, 'MNQ');
    expect(await answers(`${pitwall.symbols['MGC-PO3']}/api/status`)).toBe(true);
    expect(Object.keys(pitwall.pids())).not.toContain('MNQ');
    const started = await fetch(`${pitwall.hub}/api/strategies/MNQ/start`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cause: 'test' }),
    });
    expect(started.status).toBe(200);
    await pitwall.said('MNQ has joined again');
    expect(await answers(`${pitwall.symbols['MNQ']}/api/status`)).toBe(true);
    expect(Object.keys(pitwall.pids())).toContain('MNQ');
  } finally {
    const { code } = await pitwall.stop();
    expect(code).toBe(0);
  }
});

test.each(['hub', 'desk', 'venue'])(
  'a %s that crashes again and again ends nothing: it is tried on, that is said, and it comes back',

  async (name) => {
    const pitwall = await startPitwall({ flags: ONE });
    try {
      const { [name]: _own, ...others } = pitwall.pids();
      for (let deaths = 1; deaths <= 5; deaths += 1) {
        const pid = pitwall.kill(name);
        if (deaths < 5) await pitwall.replaced(name, pid);
      }
      await pitwall.said(`${name} died 5 times in a row`);
      expect(Object.values(others).filter((pid) => !isAlive(pid))).toEqual([]);
      // Also a dead desk is shown as dead: the host tells the hub itself.
      const dead = { pid: null, state: 'restarting', restarts: 5, lastWords: 'SIGKILL' };
      if (name !== 'hub') await expect.poll(async () => (await pitwall.processes())?.[name]).toMatchObject(dead);
      await pitwall.serves(name);
      await expect.poll(() => alarms(pitwall)).toEqual(['process_failing', 'process_back']);
    } finally {
      const { code } = await pitwall.stop();
      expect(code).toBe(0);
    }
  },
);
