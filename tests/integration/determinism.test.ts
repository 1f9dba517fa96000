import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  NOVEMBER,
  exportOf,
  killByTurns,
  oneLoopExport,
  recoveries,
  replayFlags,
  verifyJournal,
} from '../support/runs.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const FROM_MS = Date.parse('2023-11-19T22:00:00Z');
const UNTIL_MS = Date.parse('2023-11-22T23:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'pw-runs-'));
const { flags, made } = replayFlags(folder, NOVEMBER, FROM_MS, UNTIL_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three days of three contracts, four strategies. One loop in memory is what all other ways are held against. */
describe(`the same journal, however it is run (${made ? 'simulated bars: no recorded data here' : 'recorded bars'})`, () => {
  const expected = oneLoopExport(flags, folder);

  async function finish(pitwall: Pitwall): Promise<void> {
    await pitwall.said(/the recording has ended/, 500_000);
    expect(exportOf(pitwall.dataDir)).toBe(expected.text);
    const checked = verifyJournal(pitwall.dataDir);
    expect(checked.report).toMatch(/./);
    expect(checked.status, checked.report).toBe(0);
  }

  it('trades, long and short', () => {
    const trades = expected.text.split('\n').filter((line) => line.includes('"k":"trade"'));
    expect(trades.some((line) => line.includes('"long"'))).toBe(true);
    expect(trades.some((line) => line.includes('"short"'))).toBe(true);
  });

  it('in many processes, each a process of its own, with 20 kills at seeded instants', async () => {
    const pitwall = await startPitwall({ flags: [...flags, '--speed', 'max'] });
    try {
      const pids = Object.values(pitwall.pids());
      expect(new Set(pids).size).toBe(pids.length);
      expect(Object.keys(pitwall.pids()).sort()).toEqual([
        'MES',
        'MGC',
        'MGC-PO3',
        'MNQ',
        'desk',
        'host',
        'hub',
        'venue',
      ]);
      const names = ['MNQ', 'desk', 'venue', 'hub', 'MES', 'MGC', 'MGC-PO3'];
      const kills = await killByTurns(pitwall, { names, kills: 20, seed: 20, everyMs: 700, limitMs: 200_000 });
      expect(kills.length).toBe(20);
      await finish(pitwall);
      const away = recoveries(pitwall.stderr());
      // On a busy machine a process may be killed again before it is back.
      console.log(`20 kills, ${away.length} times back; away ${Math.min(...away)} to ${Math.max(...away)} ms`);
      expect(away.length).toBeGreaterThan(0);
    } finally {
      await pitwall.stop();
    }
  });
});
