import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { openHandle } from '../../engine/store/schema/handle.ts';
import type { HUB_MACHINE_ROUTES, Reply } from '../../engine/wire/index.ts';
import { silentNamed } from './silence.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

type Status = Reply<typeof HUB_MACHINE_ROUTES.status>;

/** The real thing with one part of it standing still, by the system's own signal: the page names it within 2 s. */
const WITHIN_MS = 2_000;
/** On a machine whose own timers come later than this a figure says nothing about us. */
const QUIET_LAG_MS = 60;

/** How late this process's own timers came while something was measured. */
class Lag {
  private worstMs = 0;
  private lastMs = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.worstMs = Math.max(this.worstMs, now - this.lastMs - 20);
    this.lastMs = now;
  }, 20);

  end(): number {
    clearInterval(this.timer);
    return Math.round(this.worstMs);
  }
}

/** Does something and waits until the page names a source; the time is told, and judged on a quiet machine. */
async function namedAfter(page: Page, name: string, act: () => void): Promise<void> {
  const lag = new Lag();
  const fromMs = performance.now();
  act();
  await silentNamed(page, name);
  const ms = Math.round(performance.now() - fromMs);
  const lagMs = lag.end();
  console.log(`${name}: named after ${ms} ms of wall time (own timers up to ${lagMs} ms late)`);
  if (lagMs <= QUIET_LAG_MS) expect(ms).toBeLessThan(WITHIN_MS);
}

async function openCockpit(page: Page, pitwall: Pitwall): Promise<void> {
  const answer = await fetch(`${pitwall.hub}/api/auth/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { url } = (await answer.json()) as { url: string };
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

async function statusOf(pitwall: Pitwall): Promise<Status> {
  return (await (await fetch(`${pitwall.hub}/api/status`)).json()) as Status;
}

const check = ({ checks }: Status, kind: string, name: string) =>
  checks.find((each) => each.kind === kind && each.name === name);

test.describe('a part that stands still', () => {
  test.describe.configure({ mode: 'serial' });
  let pitwall: Pitwall;
  test.beforeAll(async () => {
    pitwall = await startPitwall({ flags: ['--preset', 'demo', '--strategies', 'MNQ,MGC', '--speed', '1'] });
  });
  test.afterAll(async () => {
    await pitwall.stop();
  });

  const silence = (page: Page) => page.getByTestId('silence-banner');
  const greyed = (page: Page) => page.getByTestId('tile-MNQ').locator('.tile-pnl.is-stale');
  const allHeard = async (page: Page): Promise<void> => {
    await expect(silence(page)).toBeHidden();
    await expect(greyed(page)).toBeHidden();
  };

  test('the venue: prices are grey, and the status does not call it well', async ({ page }) => {
    await openCockpit(page, pitwall);
    await allHeard(page);
    expect(check(await statusOf(pitwall), 'link', 'venue')).toMatchObject({ ok: true });
    try {
      await namedAfter(page, 'venue', () => pitwall.kill('venue', 'SIGSTOP'));
      await expect(silence(page)).toContainText('The venue has been silent');
      await expect(greyed(page)).toBeVisible();
      const status = await statusOf(pitwall);
      expect(status.status).toBe('degraded');
      expect(check(status, 'link', 'venue')).toMatchObject({ ok: false, standing: 'silent', because: null });
      expect(check(status, 'feed', 'MNQ')).toMatchObject({ ok: false, because: 'venue' });
    } finally {
      pitwall.kill('venue', 'SIGCONT');
    }
    await allHeard(page);
    expect(check(await statusOf(pitwall), 'link', 'venue')).toMatchObject({ ok: true });
  });

  for (const name of ['desk', 'hub'] as const) {
    test(`the ${name}`, async ({ page }) => {
      await openCockpit(page, pitwall);
      await allHeard(page);
      const pid = pitwall.pids()[name];
      try {
        await namedAfter(page, name, () => pitwall.kill(name, 'SIGSTOP'));
        await expect(greyed(page)).toBeVisible();
      } finally {
        // It may have been taken for a process that hangs, and be another one by now.
        if (pitwall.pids()[name] === pid) pitwall.kill(name, 'SIGCONT');
      }
      await allHeard(page);
    });
  }

  test('an engine: its own tile says so, and the next one is heard again', async ({ page }) => {
    await openCockpit(page, pitwall);
    await allHeard(page);
    await namedAfter(page, 'engine MGC', () => pitwall.kill('MGC', 'SIGSTOP'));
    await allHeard(page);
  });

  test('the file: a lock of another program', async ({ page }) => {
    await openCockpit(page, pitwall);
    await allHeard(page);
    const other = openHandle(join(pitwall.dataDir, 'pitwall.db'), { busyMs: 10_000 });
    try {
      await namedAfter(page, 'file', () => other.exec('BEGIN IMMEDIATE'));
      await expect(silence(page)).toContainText('The journal has been silent');
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    await allHeard(page);
  });
});

/** One-minute bars of a quiet wave; `hole`: minutes that the recording does not have. */
function recording(minutes: number, price: number, tick: number, hole: readonly [from: number, to: number]): string {
  const startMs = Date.UTC(2023, 10, 20, 15);
  const rows = Array.from({ length: minutes }, (_, minute) => {
    const at = (n: number): number => Number((price + Math.round(Math.sin(n / 7) * 40) * tick).toFixed(2));
    const [open, close] = [at(minute), at(minute + 1)];
    const [high, low] = [Math.max(open, close) + tick, Math.min(open, close) - tick].map((each) => each.toFixed(2));
    return `${new Date(startMs + minute * 60_000).toISOString()},${open},${high},${low},${close},${100 + minute}`;
  }).filter((_, minute) => minute < hole[0] || minute >= hole[1]);
  return `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

test('one feed among others falls silent while market time goes on', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'pwt-'));
  writeFileSync(join(folder, 'mnq.csv'), recording(600, 16_000, 0.25, [0, 0]));
  writeFileSync(join(folder, 'mgc.csv'), recording(600, 1_990, 0.1, [4, 500]));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ risk: { staleAfterSeconds: 60 } }));
  const pitwall = await startPitwall({
    flags: ['--config', config]
      .concat(['--replay', `MNQ=${join(folder, 'mnq.csv')}`, '--replay', `MGC=${join(folder, 'mgc.csv')}`])
      .concat(['--strategies', 'MNQ,MGC', '--speed', '1']),
  });
  try {
    await openCockpit(page, pitwall);
    // At this speed the contract's 60 s are one second of wall time; the recording's hole comes after four minutes.
    const moved = await fetch(`${pitwall.hub}/api/sim/speed`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ speed: 60 }),
    });
    expect(moved.status).toBe(200);
    const lag = new Lag();
    const banner = page.getByTestId('silence-banner');
    await expect(banner).toContainText('The feed of MGC has been silent');
    const seconds = Number(/([\d.]+) s/.exec(await banner.innerText())?.[1]);
    const lagMs = lag.end();
    console.log(`feed MGC: named when it was silent for ${seconds} s (own timers up to ${lagMs} ms late)`);
    if (lagMs <= QUIET_LAG_MS) expect(seconds).toBeLessThan(WITHIN_MS / 1_000);
    await expect(page.getByTestId('tile-MGC').locator('.tile-pnl.is-stale')).toBeVisible();
    await expect(page.getByTestId('tile-MNQ').locator('.tile-pnl.is-stale')).toBeHidden();
  } finally {
    await pitwall.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
