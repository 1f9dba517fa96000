import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CrashLoop, CrashReports } from '../../../../electron/parts/crash-reports.ts';

test('reports lie on this machine, for its user alone, and do not grow without end', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-crash-'));
  try {
    let nowMs = Date.UTC(2026, 10, 20);
    const reports = new CrashReports({
      dataDir,
      version: '0.1.0',
      versions: { node: '24' },
      now: () => (nowMs += 1000),
    });
    const file = reports.write({ what: 'MGC-PO3', reason: 'the process ended', exitCode: 70 });
    expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file ?? '', 'utf8'))).toMatchObject({
      what: 'MGC-PO3',
      exitCode: 70,
      pitwall: '0.1.0',
    });
    for (let n = 0; n < 80; n += 1) reports.write({ what: 'page', reason: 'crashed', exitCode: 1 });
    expect(readdirSync(reports.folder)).toHaveLength(50);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('a disk that takes no report is no second crash', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-crash-'));
  try {
    writeFileSync(join(dataDir, 'file'), '');
    const reports = new CrashReports({ dataDir: join(dataDir, 'file'), version: '', versions: {}, now: () => 0 });
    expect(reports.write({ what: 'page', reason: 'crashed', exitCode: 1 })).toBeUndefined();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('three crashes within a minute are a loop, spread over time they are not', () => {
  const loop = new CrashLoop();
  expect([0, 1_000, 2_000].map((ms) => loop.mayRestart(ms))).toEqual([true, true, false]);
  const slow = new CrashLoop();
  expect([0, 40_000, 80_000, 120_000].map((ms) => slow.mayRestart(ms))).toEqual([true, true, true, true]);
});
