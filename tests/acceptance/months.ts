import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Checks } from './checks.ts';
import type { Recording } from '../support/runs.ts';
import { NOVEMBER, exportOf, haveRecordings, oneLoopExport, replayFlags, verifyJournal } from '../support/runs.ts';
import { startPitwall } from '../support/start-pitwall.ts';

export interface Month {
  readonly name: string;
  readonly recordings: readonly Recording[];
  readonly flags: readonly string[];
}

export const MONTHS: readonly Month[] = [
  { name: 'November 2023', recordings: NOVEMBER, flags: [] },
  {
    name: 'January 2024',
    recordings: [
      { root: 'MES', name: 'MES_1m_2024-01.csv' },
      { root: 'MGC', name: 'MGC_1m_2024-01.csv' },
      { root: 'M6E', name: '6E_1m_2024-01-01_2024-01-21.csv' },
    ],
    flags: ['--round'],
  },
  {
    name: 'March 2024',
    recordings: [
      { root: 'MES', name: 'MES_1m_2024-03.csv' },
      { root: 'MGC', name: 'MGC_1m_2024-03.csv' },
    ],
    flags: [],
  },
  {
    name: 'January 2022',
    recordings: [
      { root: 'MNQ', name: 'NQ_1m_2022-01-16_2022-01-28.csv' },
      { root: 'MGC', name: 'MGC_1m_2022-01-16_2022-01-28.csv' },
    ],
    flags: [],
  },
];

/** Of a run that hangs; a busy machine may need a quarter of an hour for a month in many processes. */
const RUN_LIMIT_MS = 3_600_000;
const count = (text: string, part: string): number => text.split(part).length - 1;

/** One month: in one loop, with files in one process, in many processes with an engine killed; all exports equal. */
export async function month(checks: Checks, { name, recordings, flags }: Month, scratch: string): Promise<void> {
  checks.section(name);
  if (!haveRecordings(recordings)) return checks.skip(name, 'no recorded data here');
  const folder = join(scratch, name.replaceAll(' ', '-'));
  mkdirSync(folder);
  const all = [...replayFlags(folder, recordings).flags, ...flags];
  const expected = oneLoopExport(all, folder);
  const trades = expected.text.split('\n').filter((line) => line.includes('"k":"trade"'));
  const longs = trades.filter((line) => line.includes('"direction":"long"')).length;
  checks.note(
    `${expected.run.desk.step} steps, ${trades.length} trades, ${longs} long, ${trades.length - longs} short`,
  );
  checks.is(longs > 0 && longs < trades.length, 'long and short trades');
  for (const { identity } of expected.run.desk.options.strategies) {
    const own = trades.filter((line) => line.includes(`"book":"${identity.id}"`));
    const ownLongs = own.filter((line) => line.includes('"direction":"long"')).length;
    checks.is(
      own.length > 0,
      `${identity.name} trades: ${own.length}, ${ownLongs} long, ${own.length - ownLongs} short`,
    );
  }
  checks.is(oneLoopExport(all, folder).text === expected.text, 'in one loop a second time: the same bytes');
  for (const [how, extra, kill] of [
    ['in one process with its files', ['--one-process'], false],
    ['in many processes', [], false],
    ['in many processes, an engine killed', [], true],
  ] as const) {
    const begun = performance.now();
    const pitwall = await startPitwall({ flags: [...all, '--speed', 'max', ...extra], timeoutMs: 120_000 });
    try {
      const pids = Object.values(pitwall.pids());
      if (extra.length === 0)
        checks.is(new Set(pids).size === pids.length && pids.length >= 6, `${pids.length} distinct processes`);
      if (kill) {
        await delay(5_000);
        const [first] = recordings;
        await pitwall.replaced(first?.root ?? '', pitwall.kill(first?.root ?? ''), 5_000);
      }
      await pitwall.said(/the recording has ended|the data have ended/, RUN_LIMIT_MS);
      await delay(500);
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      checks.is(exportOf(pitwall.dataDir) === expected.text, `${how}: the same bytes (${seconds} s)`);
      const verified = verifyJournal(pitwall.dataDir);
      checks.is(verified.status === 0, `${how}: the independent checker agrees to the cent`);
      if (verified.status !== 0) checks.note(verified.report);
      const errors = pitwall
        .stderr()
        .split('\n')
        .filter((line) => /"level":(50|60)/.test(line));
      checks.is(errors.length === 0, `${how}: no error in the log`);
      for (const line of errors.slice(0, 5)) checks.note(line);
    } finally {
      await pitwall.stop();
    }
  }
}

/** Five hours at full speed, then one market hour at speed 60: the same bytes as all six at full speed. */
export async function hourAtSpeed60(checks: Checks, scratch: string): Promise<void> {
  checks.section('One market hour at speed 60');
  if (!haveRecordings(NOVEMBER)) return checks.skip('one market hour at speed 60', 'no recorded data here');
  const folder = join(scratch, 'hour');
  mkdirSync(folder);
  const fromMs = Date.parse('2023-11-20T00:00:00Z');
  const slowMs = Date.parse('2023-11-20T18:00:00Z');
  const { flags } = replayFlags(folder, NOVEMBER, fromMs, slowMs + 3_600_000);
  const expected = oneLoopExport(flags, folder);
  const pitwall = await startPitwall({ flags: [...flags, '--speed', '2000'] });
  try {
    const post = (path: string, body: unknown): Promise<Response> =>
      fetch(`${pitwall.hub}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const marketMs = async (): Promise<number> => {
      const status = (await (await fetch(`${pitwall.hub}/api/status`)).json()) as { marketTime: string };
      return Date.parse(status.marketTime);
    };
    while ((await marketMs()) < slowMs - 120_000) await delay(20);
    const changed = await post('/api/sim/speed', { speed: 60 });
    checks.is(changed.status === 200, 'speed set to 60 on the way');
    const begun = performance.now();
    const begunMarket = await marketMs();
    await pitwall.said(/the recording has ended/, 180_000);
    const speed = ((await marketMs()) - begunMarket) / (performance.now() - begun);
    checks.is(Math.abs(speed - 60) < 6, `the rest ran at ${speed.toFixed(1)} times wall time`);
    checks.is(
      exportOf(pitwall.dataDir) === expected.text,
      `the same bytes; ${count(expected.text, '"k":"trade"')} trades`,
    );
  } finally {
    await pitwall.stop();
  }
}
