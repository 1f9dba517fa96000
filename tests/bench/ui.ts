/**
 * `npm run bench:ui [-- --seconds N --minutes N]`: the built cockpit in a real Chromium, fed by made-up servers without
 * the wire's cap on ticks. Prints its figures beside their goals; ends with 1 when the bundle or the heap is over.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { installedChromium } from '../../build/launch/chromium.mjs';
import { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { FAKE_STRATEGIES } from '../support/fake-cockpit/scene.ts';
import { percentiles } from './percentiles.ts';
import { tableText } from './table.ts';
import { UI_PROBE } from './ui-probe.ts';

const ROOT = join(import.meta.dirname, '../..');
const TICKS_A_SECOND = 200;
/** Compressed, without fonts and maps. */
const BUNDLE_BUDGET_KB = 330;
const HEAP_GROWTH = 0.1;
const LEAST_FRAMES = 30;

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

function bundleKb(): number {
  const folder = join(ROOT, 'dist/renderer/assets');
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).byteLength, 0) / 1024;
}

/** Five charts side by side, as the docking library keeps a layout. */
function fiveCharts(): string {
  const panels = FAKE_STRATEGIES.map(({ id }) => [
    `chart-${id}`,
    { id: `chart-${id}`, contentComponent: 'chart', title: id, params: { strategy: id, interval: '1m' } },
  ]);
  const leaf = (id: string, size: number): object => ({
    type: 'leaf',
    data: { views: [`chart-${id}`], activeView: `chart-${id}`, id: `g-${id}` },
    size,
  });
  const [a, b, c, d, e] = FAKE_STRATEGIES.map(({ id }) => id);
  const row = (ids: readonly (string | undefined)[]): object => ({
    type: 'branch',
    data: ids.flatMap((id) => (id === undefined ? [] : [leaf(id, 1074 / ids.length)])),
    size: 387,
  });
  const layout = {
    grid: {
      root: { type: 'branch', data: [row([a, b, c]), row([d, e])], size: 1074 },
      width: 1074,
      height: 774,
      orientation: 'VERTICAL',
    },
    panels: Object.fromEntries(panels) as object,
    activeGroup: `g-${a ?? ''}`,
  };
  return JSON.stringify({ current: 'first', layouts: { first: layout } });
}

interface Probe {
  readonly latencies: readonly number[];
  readonly frames: number;
  readonly longTasks: readonly number[];
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

async function underTicks(page: Page, fake: FakeCockpit, seconds: number): Promise<Probe> {
  await page.evaluate('Object.assign(window.__probe, { latencies: [], frames: 0, longTasks: [] })');
  const began = performance.now();
  let told = 0;
  while (performance.now() - began < seconds * 1_000) {
    const due = ((performance.now() - began) / 1_000) * TICKS_A_SECOND;
    for (; told < due; told += 1) fake.tickAll();
    await wait(4);
  }
  return page.evaluate<Probe>('({ ...window.__probe })');
}

async function main(): Promise<number> {
  const seconds = option('seconds', 15);
  const minutes = option('minutes', 2);
  const executablePath = installedChromium();
  if (executablePath === undefined) throw new Error('expected a Chromium; npm test finds or fetches one');
  const fake = new FakeCockpit();
  await fake.listen();
  const browser = await chromium.launch({ executablePath });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(UI_PROBE);
  await page.addInitScript(
    `localStorage.setItem('pitwall.workspaces', ${JSON.stringify(fiveCharts())}); localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}')`,
  );
  const began = performance.now();
  await page.goto(fake.url);
  await page.locator('[data-bars=yes]').nth(4).waitFor();
  const liveMs = performance.now() - began;

  const probe = await underTicks(page, fake, seconds);
  const cdp = await page.context().newCDPSession(page);
  const { p50, p95, p99 } = percentiles(probe.latencies);
  const frames = probe.frames / seconds;

  // Market time at speed 60: a bar a second and contract. The first half warms up.
  const heaps: number[] = [];
  for (let minute = 0; minute < minutes * 2; minute += 1) {
    for (let second = 0; second < 30; second += 1) {
      for (let part = 0; part < 4; part += 1) {
        fake.advance(15_000);
        await wait(250);
      }
    }
    heaps.push(await heapMb(cdp));
  }
  const warm = heaps[Math.floor(heaps.length / 2) - 1] ?? 0;
  const last = heaps.at(-1) ?? 0;
  const growth = warm === 0 ? 0 : last / warm - 1;
  const kb = bundleKb();
  await browser.close();
  await fake.close();

  const inMs = (value: number): string => `${value.toFixed(1)} ms`;
  const rows: readonly (readonly string[])[] = [
    [
      'ticks told to 5 charts',
      `${(probe.latencies.length / seconds).toFixed(0)} a second`,
      `${TICKS_A_SECOND * 5} a second`,
    ],
    ['tick received to painted, p50 / p95 / p99', `${inMs(p50)} / ${inMs(p95)} / ${inMs(p99)}`, ''],
    ['frames', `${frames.toFixed(0)} a second`, `at least ${LEAST_FRAMES}`],
    ['tasks over 50 ms', `${probe.longTasks.length}, longest ${Math.max(0, ...probe.longTasks).toFixed(0)} ms`, ''],
    ['navigation to 5 live charts', `${liveMs.toFixed(0)} ms`, ''],
    [
      `heap at speed 60, after ${minutes / 2} and ${minutes} min`,
      `${warm.toFixed(1)} / ${last.toFixed(1)} MB`,
      `growth under ${HEAP_GROWTH * 100} %`,
    ],
    ['bundle, compressed, without fonts', `${kb.toFixed(0)} KB`, `${BUNDLE_BUDGET_KB} KB`],
  ];
  console.log(tableText({ title: 'The cockpit in Chromium', columns: ['what', 'measured', 'goal'], rows, notes: [] }));
  const isOver = kb > BUNDLE_BUDGET_KB || growth > HEAP_GROWTH;
  if (isOver) console.log(kb > BUNDLE_BUDGET_KB ? 'The bundle is over its budget.' : 'The heap grows.');
  return isOver ? 1 : 0;
}

process.exitCode = await main();
