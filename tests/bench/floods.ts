import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { MEASURED, type Pitwall, startPitwall } from '../support/start-pitwall.ts';
import { pairDevice } from '../support/wire/pair-device.ts';
import { type Flood, FLOODS, type Target } from '../support/flood/flood.ts';
import { elsewhere } from '../support/flood/elsewhere.ts';
import { flooding } from '../support/flood/flooding.ts';
import { percentiles } from './percentiles.ts';
import type { BenchTable } from './table.ts';

/** By turns, so that what else the machine does falls on both alike. */
const ROUNDS = 3;
const FLATTENS = 50;
const EVERY_MS = 40;
/** A flood runs so long before its figures count. */
const WARM_UP_MS = 1_500;

async function json<T>(url: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** Milliseconds of each of so many flattens over the hub, as the owner has them. */
async function flattens(pitwall: Pitwall): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < FLATTENS; n += 1) {
    const began = performance.now();
    await json(`${pitwall.hub}/api/flatten`, {}, pitwall.token);
    times.push(performance.now() - began);
    await delay(EVERY_MS);
  }
  return times;
}

async function under(
  pitwall: Pitwall,
  target: Target,
): Promise<{ readonly times: readonly number[]; readonly acts: number }> {
  const flood = flooding(target);
  try {
    await delay(WARM_UP_MS);
    const times = await flattens(pitwall);
    return { times, acts: await flood.stop() };
  } finally {
    flood.kill();
  }
}

async function restarts(pitwall: Pitwall): Promise<number> {
  const all = Object.values((await pitwall.processes()) ?? {});
  return all.reduce((sum, each) => sum + each.restarts, 0);
}

export async function run(): Promise<BenchTable> {
  const other = await elsewhere();
  const pitwall = await startPitwall({ flags: ['--history-days', '20'], env: MEASURED, timeoutMs: 300_000 });
  try {
    const wish = { name: 'flood', role: 'viewer', days: 1 } as const;
    const { token: viewer } = await pairDevice(pitwall.hub, wish, pitwall.token);
    await flattens(pitwall);
    const before = await restarts(pitwall);
    const load = loadavg()[0] ?? 0;
    const rows: string[][] = [];
    for (const flood of FLOODS) rows.push(await beside(pitwall, flood, viewer, other.url));
    const after = await restarts(pitwall);
    return {
      title: 'A flatten over the hub, quiet and under each flood',
      columns: ['', 'quiet p50, ms', 'p99', 'elsewhere p50, ms', 'p99', 'flooded p50, ms', 'p99', 'p50', 'p99', 'acts'],
      rows,
      notes: [
        `${ROUNDS} rounds by turns of ${FLATTENS} flattens ${EVERY_MS} ms apart, quiet and flooded; the last two columns before the acts are flooded by quiet`,
        'elsewhere: the same program floods a server of its own machine that is not Pitwall: its share of the cores',
        'flat already: what is measured is the way there and back and the venue’s word, not a fill',
        `goal: p99 at most twice the quiet one; processes restarted meanwhile: ${after - before} (goal 0)`,
        `load of the machine at the beginning: ${load.toFixed(1)}, at the end ${(loadavg()[0] ?? 0).toFixed(1)}, the floods included`,
      ],
    };
  } finally {
    await pitwall.stop();
    other.stop();
  }
}

async function beside(pitwall: Pitwall, flood: Flood, viewer: string, other: string): Promise<string[]> {
  const target: Target = { flood, hub: pitwall.hub, symbol: pitwall.symbols['MNQ'] ?? '', viewer };
  const quiet: number[] = [];
  const away: number[] = [];
  const flooded: number[] = [];
  let acts = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(...(await flattens(pitwall)));
    away.push(...(await under(pitwall, { ...target, hub: other, symbol: other })).times);
    const found = await under(pitwall, target);
    flooded.push(...found.times);
    acts += found.acts;
  }
  const [a, b, c] = [percentiles(quiet), percentiles(away), percentiles(flooded)];
  const ratio = (share: 'p50' | 'p99'): string => `${(c[share] / a[share]).toFixed(1)} x`;
  const figures = [a, b, c].flatMap(({ p50, p99 }) => [p50.toFixed(0), p99.toFixed(0)]);
  return [flood, ...figures, ratio('p50'), ratio('p99'), String(acts)];
}
