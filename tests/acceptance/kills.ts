import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Checks } from './checks.ts';
import {
  NOVEMBER,
  exportOf,
  haveRecordings,
  killByTurns,
  oneLoopExport,
  recoveries,
  replayFlags,
  verifyJournal,
} from '../support/runs.ts';
import { startPitwall } from '../support/start-pitwall.ts';

const BUSY_FROM = Date.parse('2023-11-20T12:00:00Z');
const BUSY_UNTIL = Date.parse('2023-11-21T02:00:00Z');

/** Every process by turns at seeded instants over November 2023; nothing lost, nothing doubled. */
export async function kills(checks: Checks, scratch: string, wanted: number): Promise<void> {
  checks.section(`kill -9 of each process by turns at ${wanted} seeded instants`);
  if (!haveRecordings(NOVEMBER)) return checks.skip('kills', 'no recorded data here');
  const folder = join(scratch, 'kills');
  mkdirSync(folder);
  const { flags } = replayFlags(folder, NOVEMBER);
  const expected = oneLoopExport(flags, folder);
  const names = ['MNQ', 'desk', 'venue', 'hub', 'MES', 'MGC', 'MGC-PO3'];
  let done = 0;
  const away: number[] = [];
  // Several runs to their end, each with as many kills as it lives to see: a process that dies too often in a minute
  // would rightly be given up.
  for (let run = 1; done < wanted; run += 1) {
    const pitwall = await startPitwall({ flags: [...flags, '--speed', '4000'] });
    try {
      const kill = { names, kills: Math.min(70, wanted - done), seed: 1000 + run, everyMs: 2_200, limitMs: 60_000 };
      const killed = await killByTurns(pitwall, kill);
      done += killed.length;
      await hurryOn(pitwall.hub, pitwall.token);
      await pitwall.said(/the recording has ended/, 600_000);
      away.push(...recoveries(pitwall.stderr()));
      checks.is(exportOf(pitwall.dataDir) === expected.text, `run ${run}: ${killed.length} kills, the same bytes`);
      const verified = verifyJournal(pitwall.dataDir);
      checks.is(verified.status === 0, `run ${run}: the independent checker agrees to the cent`);
      if (verified.status !== 0) checks.note(verified.report);
    } finally {
      await pitwall.stop();
    }
  }
  away.sort((a, b) => a - b);
  const at = (share: number): number => away[Math.min(away.length - 1, Math.floor(share * away.length))] ?? 0;
  checks.note(`${done} kills; away p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
  checks.is(at(1) < 5_000, 'every process was back and serving within 5 s');
}

/** Full speed for the rest; the last kill may have been the hub's, which is then away for a moment. */
async function hurryOn(hub: string, token: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { ok } = await fetch(`${hub}/api/sim/speed`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ speed: 'max' }),
      });
      if (ok) return;
    } catch (error) {
      if (attempt === 50) throw error;
    }
    await delay(200);
  }
}

/** Deaths between two chosen lines: commit and send, send and acknowledgement, fill and publish. */
export async function killPoints(checks: Checks, scratch: string): Promise<void> {
  checks.section('Kill points between two lines');
  const folder = join(scratch, 'points');
  mkdirSync(folder);
  const { flags, made } = replayFlags(folder, NOVEMBER, BUSY_FROM, BUSY_UNTIL);
  if (made) checks.note('simulated bars: no recorded data here');
  const expected = oneLoopExport(flags, folder);
  const steps = stepsOfInterest(expected.text);
  checks.note(`steps: ${JSON.stringify(steps)}`);
  const points: readonly (readonly [string, number | undefined, string])[] = [
    ['desk:before-commit', steps.submitted, 'before the commit of an order'],
    ['desk:after-commit', steps.submitted, 'between commit and send'],
    ['desk:after-send', steps.submitted, 'between send and acknowledgement'],
    ['desk:after-commit', steps.filled, 'between fill and publish'],
    ['venue:before-commit', steps.filled, 'venue: before the commit of a fill'],
    ['venue:after-commit', steps.filled, 'venue: between its commit of a fill and the answer'],
  ];
  for (const [point, step, what] of points) {
    if (step === undefined) {
      checks.is(false, `${what}: the run has no such step`);
      continue;
    }
    const marker = join(folder, `${point.replace(':', '-')}-${step}`);
    const pitwall = await startPitwall({
      flags: [...flags, '--speed', 'max'],
      env: { PITWALL_TEST_KILL: `${point}:${step}:${marker}` },
    });
    try {
      await pitwall.said(/the recording has ended/, 300_000);
      checks.is(
        existsSync(marker),
        `${what}: hit (${existsSync(marker) ? readFileSync(marker, 'utf8').trim() : 'not hit'})`,
      );
      checks.is(exportOf(pitwall.dataDir) === expected.text, `${what}: the same bytes`);
      checks.is(verifyJournal(pitwall.dataDir).status === 0, `${what}: the independent checker agrees`);
    } finally {
      await pitwall.stop();
    }
  }
}

/** The steps in which the desk decides an entry, and in which an entry's fill is taken. */
function stepsOfInterest(text: string): {
  readonly submitted: number | undefined;
  readonly filled: number | undefined;
} {
  let submitted: number | undefined;
  let filled: number | undefined;
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { n, k } = JSON.parse(line) as { n?: number; k: string };
    // A decision of step n is told to the engines with step n + 1.
    if (k === 'order' && submitted === undefined && n !== undefined) submitted = n - 1;
    if (k === 'fill' && filled === undefined) filled = n;
  }
  return { submitted, filled };
}
