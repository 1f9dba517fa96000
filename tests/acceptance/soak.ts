/**
 * `npm run soak`: the whole installation for half an hour at speed 60 in exchange hours, across the daily break and into
 * the next trading days, with a cockpit that stays and one that comes and goes. Fails on an error in the log, on memory
 * that keeps growing, on handles that are not given back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { tableText } from '../bench/table.ts';
import { openCockpit } from '../support/cockpit-load.ts';
import { processFigures, type ProcessFigures } from '../support/process-figures.ts';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import { median, slope } from '../support/statistics.ts';

const USAGE = `npm run soak -- [--minutes N] [--speed N] [--from TIME] [--no-clients] [--keep DIR]
  --minutes     of wall time (30)
  --speed       market seconds a second (60)
  --from        where market time begins (2026-11-18T21:40:00Z: twenty minutes before the daily break)
  --no-clients  nobody looks on
  --keep        data folder that stays`;

const EVERY_MS = 10_000;
const VISIT_EVERY = 3;
const SETTLED_MIN = 10;
const LIMIT_BYTES = 1_048_576;
const MEGA = 1_048_576;
/**
 * Handles are compared as the median of so many samples at both ends: a file may be open for a moment. The first are
 * taken when the guests have been there twice: what reads for them opens the file when it is first asked.
 */
const HANDLE_SAMPLES = 6;
const FIRST_HANDLES = 2 * VISIT_EVERY;

interface Sample extends ProcessFigures {
  readonly minute: number;
}

interface LogLine {
  readonly level?: number;
  readonly name?: string;
  readonly msg?: string;
}

function logLines(stderr: string): readonly (LogLine & { readonly text: string })[] {
  return stderr
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      try {
        return { ...(JSON.parse(text) as LogLine), text };
      } catch {
        return { level: 50, text }; // nothing but the log belongs on standard error
      }
    });
}

function counted(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `  ${count} x ${text}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      speed: { type: 'string', default: '60' },
      from: { type: 'string', default: '2026-11-18T21:40:00Z' },
      'no-clients': { type: 'boolean', default: false },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (values.help || !(minutes > 0)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'pw-soak-'));
  const pitwall = await startPitwall({
    dataDir: folder,
    env: MEASURED,
    flags: [
      ...['--feed', 'sim', '--sim-hours', 'cme', '--from', values.from, '--speed', values.speed],
      ...['--history-days', '0', '--preset', 'demo'],
    ],
  });
  const faults: string[] = [];
  const samples = new Map<string, Sample[]>();
  const first = { ...pitwall.pids() };
  const beganMs = performance.now();
  const cockpit = values['no-clients'] ? undefined : openCockpit(pitwall);
  try {
    console.log(
      `soak: ${minutes} minutes at speed ${values.speed} from ${values.from}, ${Object.keys(first).length} processes`,
    );
    let told = 0;
    for (let i = 1; (performance.now() - beganMs) / 60_000 < minutes; i += 1) {
      await delay(Math.max(0, beganMs + i * EVERY_MS - performance.now()));
      const minute = (performance.now() - beganMs) / 60_000;
      for (const [name, pid] of Object.entries(pitwall.pids())) {
        const figures = processFigures(pid);
        if (figures === undefined) continue;
        const key = first[name] === pid ? name : `${name} (${pid})`;
        samples.set(key, [...(samples.get(key) ?? []), { minute, ...figures }]);
      }
      if (Math.floor(minute / 5) > told) {
        told = Math.floor(minute / 5);
        const now = [...samples].map(([name, all]) => `${name} ${((all.at(-1)?.anonymous ?? 0) / MEGA).toFixed(1)}`);
        console.log(
          `  minute ${told * 5}: ${await marketTime(pitwall.hub, pitwall.token)}; private MB: ${now.join(', ')}`,
        );
      }
      // After the samples, so that guests are gone when the next are taken.
      if (i % VISIT_EVERY !== 0 || cockpit === undefined) continue;
      faults.push(
        ...(await cockpit.visit().catch((error: unknown) => [`minute ${minute.toFixed(1)}: ${String(error)}`])),
      );
    }
    const last = pitwall.pids();
    for (const [name, pid] of Object.entries(first)) {
      if (last[name] !== pid) faults.push(`${name} was restarted: ${pid} is now ${last[name]}`);
    }
    console.log(
      `  end: ${await marketTime(pitwall.hub, pitwall.token)}; the cockpit got ${cockpit?.received ?? 0} messages`,
    );
  } finally {
    cockpit?.close();
    const stderr = pitwall.stderr();
    const ended = await pitwall.stop();
    if (ended.code !== 0) faults.push(`ended with ${ended.code ?? ended.signal} after ${Math.round(ended.ms)} ms`);
    const lines = logLines(pitwall.stderr().length > stderr.length ? pitwall.stderr() : stderr);
    const errors = lines.filter(({ level }) => (level ?? 0) >= 50).map(({ text }) => text);
    const warnings = lines.filter(({ level }) => level === 40).map(({ name, msg }) => `${name}: ${msg}`);
    if (errors.length > 0) faults.push(`${errors.length} errors in the log`);
    console.log(`\nlog: ${lines.length} lines, ${warnings.length} warnings, ${errors.length} errors`);
    for (const line of [...counted(warnings), ...errors.slice(0, 20)]) console.log(line);
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
  faults.push(...report(samples, minutes));
  console.log(faults.length === 0 ? '\nsoak: nothing grew, no error' : `\nsoak FAILED:\n  ${faults.join('\n  ')}`);
  return faults.length === 0 ? 0 : 1;
}

function report(samples: ReadonlyMap<string, readonly Sample[]>, minutes: number): readonly string[] {
  const faults: string[] = [];
  // A short run cannot tell a leak from warming up: its slopes are shown and not judged.
  const judged = minutes > SETTLED_MIN + 5;
  const fromMinute = judged ? SETTLED_MIN : minutes / 3;
  const mega = (bytes: number): string => (bytes / MEGA).toFixed(1);
  const rows = [...samples].map(([name, all]) => {
    const settled = all.filter(({ minute }) => minute >= fromMinute);
    const per10 = (pick: (sample: Sample) => number): number =>
      slope(settled.map((sample) => [sample.minute, pick(sample)] as const)) * 10;
    const growth = per10(({ anonymous }) => anonymous);
    const handles = (some: readonly Sample[]): number => median(some.map((sample) => sample.handles));
    const before = handles(all.slice(FIRST_HANDLES, FIRST_HANDLES + HANDLE_SAMPLES));
    const after = handles(all.slice(-HANDLE_SAMPLES));
    if (judged && growth > LIMIT_BYTES) faults.push(`${name} grows by ${mega(growth)} MB in 10 minutes`);
    if (after > before) faults.push(`${name} had ${before} handles, now ${after}`);
    const lastOnes = all.slice(-HANDLE_SAMPLES);
    return [
      name,
      mega(median(lastOnes.map(({ rss }) => rss))),
      mega(median(lastOnes.map(({ pss }) => pss))),
      mega(median(lastOnes.map(({ anonymous }) => anonymous))),
      mega(growth),
      mega(per10(({ rss }) => rss)),
      mega(per10(({ pss }) => pss)),
      `${before} -> ${after}`,
    ];
  });
  const columns = ['process', 'RSS', 'PSS', 'private', 'slope', 'of RSS', 'of PSS', 'handles'];
  const notes = [
    `MB at the end; slope: MB in 10 minutes by least squares over the private memory after minute ${fromMinute.toFixed(0)}${judged ? '' : ' (too short to judge)'}`,
    'PSS moves when other programs that share the Node binary come and go; it is shown and not judged',
  ];
  console.log(`\n${tableText({ title: 'Memory and handles', columns, rows, notes })}`);
  return faults;
}

async function marketTime(hub: string, token: string): Promise<string> {
  try {
    const answer = await fetch(`${hub}/api/status`, { headers: { authorization: `Bearer ${token}` } });
    const { marketTime: at, run } = (await answer.json()) as { marketTime: string; run: { tradingDay: string } | null };
    return `market time ${at}, trading day ${run?.tradingDay}`;
  } catch (error) {
    return `the hub does not answer: ${String(error)}`;
  }
}

// An end from outside takes along what was started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
