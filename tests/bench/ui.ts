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
/** As often as the hub tells the account at most. */
const STEPS_A_SECOND = 4;
/** Of the heap, over the whole time. */
const READINGS = 120;

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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

interface Memory {
  /** Median of the readings of the second, third and last quarter: what is kept is trimmed in steps, so it goes up and down. */
  readonly quarters: readonly number[];
  readonly growth: number;
  readonly nodes: string;
  readonly listeners: string;
}

/**
 * Market time at speed 60, a bar a second and contract, while every list of the cockpit is fed far faster than any market
 * would: all of them are full before the first quarter, the warm-up, is over.
 */
async function overMarketTime(page: Page, cdp: CDPSession, fake: FakeCockpit, minutes: number): Promise<Memory> {
  await cdp.send('Performance.enable');
  const readings: { readonly mb: number; readonly nodes: number; readonly listeners: number }[] = [];
  const everyMs = (minutes * 60_000) / READINGS;
  const began = performance.now();
  let told = 0;
  while (performance.now() - began < minutes * 60_000) {
    await wait(1_000 / STEPS_A_SECOND);
    const passedMs = performance.now() - began;
    // By the clock, so that a busy machine does not make the hour shorter in market time.
    for (; told < (passedMs / 1_000) * STEPS_A_SECOND; told += 1) {
      fake.advance(60_000 / STEPS_A_SECOND);
      if (told % 2 === 0) happen(fake);
    }
    if (passedMs < (readings.length + 1) * everyMs) continue;
    const mb = await heapMb(cdp);
    const { metrics } = await cdp.send('Performance.getMetrics');
    const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
    readings.push({ mb, nodes: metric('Nodes'), listeners: metric('JSEventListeners') });
    if (readings.length % 10 === 0) console.error(`${(passedMs / 60_000).toFixed(1)} min: ${mb.toFixed(1)} MB`);
  }
  const quarter = Math.ceil(readings.length / 4);
  const quarters = [1, 2, 3].map((at) => median(readings.slice(at * quarter, (at + 1) * quarter).map(({ mb }) => mb)));
  const [warm = 0, , last = 0] = quarters;
  const [first, end] = [readings[0], readings.at(-1)];
  return {
    quarters,
    growth: warm === 0 ? 0 : last / warm - 1,
    nodes: `${first?.nodes ?? 0} / ${end?.nodes ?? 0}`,
    listeners: `${first?.listeners ?? 0} / ${end?.listeners ?? 0}`,
  };
}

let happened = 0;

/** A trade, an order, a line of the log, an alarm, a receipt: each new, as the hub tells it. */
function happen(fake: FakeCockpit): void {
  happened += 1;
  const at = new Date(fake.nowMs).toISOString();
  const { trades, orders } = fake.scene;
  const [trade, order] = [trades[happened % trades.length], orders[happened % orders.length]];
  if (trade === undefined || order === undefined) throw new Error('expected trades and orders in the scene');
  fake.tell('pitwall:trade', { ...trade, tradeId: `bench-${happened}`, entryTime: at, exitTime: at });
  fake.tell('pitwall:order', { ...order, orderId: `bench-${happened}`, submitted: at, updated: at, status: 'filled' });
  const message = `line ${happened}`;
  const line = { seq: 1_000 + happened, strategy: trade.strategy, type: 'info', message, timestamp: at } as const;
  fake.tell('pitwall:log', line);
  if (happened % 2 === 0) {
    const alarm = { id: `bench-${happened}`, code: 'feed_stale', strategy: trade.strategy, message: line.message };
    fake.tell('pitwall:alarm', { ...alarm, severity: 'warning', timestamp: at });
  }
  if (happened % 5 === 0) {
    const receipt = { id: `bench-${happened}`, scope: 'MNQ', actor: 'owner', verified: true };
    const told = { reasonCode: 'manual', reason: 'flattened by a person', ended: true, clock: 'wall' } as const;
    fake.tell('pitwall:receipt', {
      ...receipt,
      ...told,
      steps: [],
      positions: [],
      workingOrders: 0,
      ms: 12,
      timestamp: at,
    });
  }
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

  const memory = await overMarketTime(page, cdp, fake, minutes);
  const { growth } = memory;
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
      `heap at speed 60, medians of quarters 2, 3, 4 of ${minutes} min`,
      `${memory.quarters.map((mb) => mb.toFixed(1)).join(' / ')} MB`,
      '',
    ],
    ['growth after warm-up', `${(growth * 100).toFixed(1)} %`, `under ${HEAP_GROWTH * 100} %`],
    ['nodes in the page, at the first and the last reading', memory.nodes, ''],
    ['listeners, the same', memory.listeners, ''],
    ['bundle, compressed, without fonts', `${kb.toFixed(0)} KB`, `${BUNDLE_BUDGET_KB} KB`],
  ];
  console.log(tableText({ title: 'The cockpit in Chromium', columns: ['what', 'measured', 'goal'], rows, notes: [] }));
  const isOver = kb > BUNDLE_BUDGET_KB || growth > HEAP_GROWTH;
  if (isOver) console.log(kb > BUNDLE_BUDGET_KB ? 'The bundle is over its budget.' : 'The heap grows.');
  return isOver ? 1 : 0;
}

process.exitCode = await main();
