import type { Page } from '@playwright/test';
import type { FakeCockpit, FakeOptions } from '../support/fake-cockpit-server.ts';

/** A state of the cockpit worth a picture of its own: how to bring it about, and what must be seen before it is taken. */
export interface CockpitStateCase {
  readonly name: string;
  readonly options?: FakeOptions;
  /** What the browser keeps of a person's choices. */
  readonly prefs?: object;
  /** At these sizes alone; otherwise at all. */
  readonly only?: 'desk' | 'phone';
  /** Before the page is opened. */
  readonly prepare?: (fake: FakeCockpit) => void;
  /** After it shows bars. */
  readonly act?: (page: Page, fake: FakeCockpit) => Promise<void>;
  /** Text or selector that shows that the state is there. */
  readonly sees: string;
  readonly hasNoBars?: boolean;
}

export const STATES: readonly CockpitStateCase[] = [
  { name: 'trading', sees: 'text=at venue 6:12' },
  {
    name: 'flattened',
    act: async (page) => page.keyboard.press('F8'),
    sees: '[data-phase=verified]',
  },
  {
    name: 'flattening',
    prepare: (fake) => {
      fake.flattenScript = { ...fake.flattenScript, heldAt: 2 };
    },
    act: async (page) => page.keyboard.press('F8'),
    sees: 'text=canceled 2 orders',
  },
  { name: 'stopped', act: async (page) => page.keyboard.press('F9'), sees: 'text=STOPPED' },
  {
    name: 'not-verified',
    prepare: (fake) => {
      fake.flattenScript = { ...fake.flattenScript, isVerified: false };
    },
    act: async (page) => page.keyboard.press('F8'),
    sees: '[data-phase=late], [data-phase=unverified]',
  },
  {
    name: 'empty',
    prepare: (fake) => {
      fake.scene.trades.length = 0;
      fake.scene.orders.length = 0;
      fake.scene.log.length = 0;
      fake.scene.alarms.length = 0;
      fake.scene.views.clear();
      for (const book of fake.scene.account.books) {
        fake.setBook(book.id, {
          positions: [],
          workingOrders: 0,
          dayRealized: 0,
          dayNet: 0,
          dayGross: 0,
          dayFees: 0,
          dayTrades: 0,
          dayWins: 0,
          ownState: 'RUN',
          state: 'RUN',
        });
      }
    },
    sees: 'text=flat everywhere',
  },
  { name: 'warming', options: { minutes: 12 }, sees: 'text=warming up', only: 'desk' },
  {
    name: 'stale',
    prepare: (fake) => {
      fake.setBook('MNQ', { feedStale: true });
      const { account } = fake.scene;
      const old = new Date(fake.nowMs - 14_000).toISOString();
      const quotes = account.quotes.map((quote) => (quote.root === 'MNQ' ? { ...quote, timestamp: old } : quote));
      fake.scene.account = { ...account, quotes };
    },
    sees: 'text=feed stale 14 s',
  },
  {
    name: 'engine-restarting',
    prepare: (fake) => fake.setBook('MNQ', { engine: 'restarting' }),
    sees: 'text=engine restarting',
  },
  {
    name: 'engine-dropped',
    prepare: (fake) => fake.setBook('MNQ', { engine: 'dropped', state: 'EXITS_ONLY', stateReason: 'engine_dropped' }),
    sees: 'text=engine dropped',
  },
  {
    name: 'halted',
    prepare: (fake) => {
      for (const { id } of fake.scene.account.books) {
        fake.setBook(id, {
          state: 'HALTED',
          stateReason: 'daily_loss',
          stateUntil: '2026-11-20T23:00:00.000Z',
          positions: [],
          workingOrders: 0,
          ...(id === 'MNQ' ? { dayNet: -1_212.4, dayGross: -1_206, dayRealized: -1_212.4 } : {}),
        });
      }
      fake.scene.account = {
        ...fake.scene.account,
        state: 'HALTED',
        stateReason: 'daily_loss',
        stateUntil: '2026-11-20T23:00:00.000Z',
      };
    },
    sees: 'text=HALTED',
  },
  {
    name: 'at-risk',
    prepare: (fake) => fake.setBook('M6E', { dayNet: -1_260.5, dayGross: -1_250, dayRealized: -1_260.5, dayTrades: 9 }),
    sees: '.room-figure.amber',
  },
  {
    name: 'unprotected',
    prepare: (fake) => {
      const held = fake.scene.account.books[0]?.positions[0];
      if (held !== undefined) fake.setBook('MNQ', { positions: [{ ...held, stop: null }] });
    },
    sees: 'text=no stop at the venue',
  },
  {
    name: 'refused',
    act: async (page, fake) => {
      fake.tell('pitwall:order', {
        orderId: 'M6E-O77',
        strategy: 'M6E',
        root: 'M6E',
        symbol: 'M6EZ6',
        side: 'buy',
        type: 'market',
        role: 'entry',
        quantity: 1,
        filledQuantity: 0,
        averagePrice: null,
        limitPrice: null,
        stopPrice: null,
        status: 'denied',
        reasonCode: 'account_cap',
        reason: 'the account would hold 11 micros, its cap is 10',
        submitted: '2026-11-20T19:22:50.000Z',
        updated: '2026-11-20T19:22:50.000Z',
      });
      const tab = page.getByTestId('tab-orders');
      if (await tab.isVisible()) await tab.click();
    },
    sees: 'text=order denied',
  },
  { name: 'demo', options: { isDemo: true }, sees: 'text=DEMO' },
  { name: 'loading', options: { isMute: true }, hasNoBars: true, sees: '.tile.is-empty' },
  { name: 'first-run', prefs: { firstRunSeen: false }, sees: 'text=This is simulated.', only: 'desk' },
  { name: 'blue-orange', prefs: { palette: 'blue-orange' }, sees: 'text=at venue 6:12' },
  { name: 'viewer', options: { role: 'viewer' }, sees: 'text=viewing only' },
  {
    name: 'disconnected',
    act: async (_page, fake) => fake.loseHub(),
    sees: 'text=No link to the hub',
  },
  {
    name: 'desk-away',
    act: async (_page, fake) => {
      fake.scene.account = { ...fake.scene.account, stale: true };
      fake.tellAccount();
      fake.tell('pitwall:link', { up: false, since: fake.scene.account.asOf.time, message: 'the desk is gone' });
    },
    sees: 'text=The desk is away',
  },
  {
    name: 'replay-ended',
    prepare: (fake) => {
      fake.scene.account = { ...fake.scene.account, mode: 'REPLAY', ended: true, flatBy: null };
    },
    sees: 'text=replay ended',
  },
  {
    name: 'live',
    prepare: (fake) => {
      fake.scene.account = { ...fake.scene.account, mode: 'LIVE' };
    },
    sees: '[data-mode=LIVE]',
  },
  {
    name: 'practice',
    prepare: (fake) => {
      fake.scene.account = { ...fake.scene.account, mode: 'PRACTICE' };
    },
    sees: '[data-mode=PRACTICE]',
  },
  {
    name: 'palette',
    act: async (page) => page.keyboard.press('Control+k'),
    sees: '.palette-list',
  },
  { name: 'keys', act: async (page) => page.keyboard.press('?'), sees: '.key-rows' },
  {
    name: 'start-asks',
    prepare: (fake) => fake.setBook('MNQ', { ownState: 'EXITS_ONLY', state: 'EXITS_ONLY', stateReason: 'by_person' }),
    act: async (page) => page.getByRole('button', { name: 'Start entries…' }).click(),
    sees: '.sheet.is-question',
  },
  {
    name: 'locked',
    hasNoBars: true,
    prepare: (fake) => {
      fake.isLocked = true;
    },
    sees: 'text=Pitwall is locked',
  },
];

/** Opens the cockpit in a state. */
export async function openState(page: Page, state: CockpitStateCase, fake: FakeCockpit): Promise<void> {
  state.prepare?.(fake);
  await page.goto(fake.url);
  const isPhone = (page.viewportSize()?.width ?? 1440) < 760;
  if (isPhone && state.hasNoBars !== true) await page.waitForSelector('.tile:nth-child(5):not(.is-empty)');
  else if (state.hasNoBars !== true) await page.waitForSelector('[data-bars=yes]');
  // A key that comes before the page knows its rights only says so.
  if (state.hasNoBars !== true)
    await page
      .locator('[data-testid=hub-way]', { hasText: /\d|no link/ })
      .first()
      .waitFor({ state: 'attached' });
  await state.act?.(page, fake);
  await page.locator(state.sees).first().waitFor();
}
