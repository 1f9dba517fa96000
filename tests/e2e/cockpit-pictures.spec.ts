import type { Browser } from '@playwright/test';
import { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { IMPORT_STATES } from './cockpit-import-states.ts';
import { PANEL_STATES } from './cockpit-panel-states.ts';
import { SECURITY_STATES } from './cockpit-security-states.ts';
import { openState, STATES, type CockpitStateCase } from './cockpit-states.ts';
import { expect, test } from './cockpit-test.ts';
import { overflow } from './overflow.ts';
import { PictureRecord } from './picture-record.ts';
import { quickPicture, steadyContext, steadyPicture, type Size } from './steady-page.ts';

/**
 * A picture of every state at every size in both themes, compared with the record, and a look for what is cut off.
 * `npm run pictures` takes all of them and with `--record` keeps them; `npm test` takes a handful.
 */
const ASKED = process.env['PITWALL_PICTURES'] ?? 'handful';
const IS_RECORDING = ASKED === 'record';
const HANDFUL = new Set(['trading', 'not-verified', 'halted']);
const SIZES: readonly (Size & { readonly isPhone: boolean })[] = [
  { width: 1440, height: 900, isPhone: false },
  { width: 1280, height: 800, isPhone: false },
  { width: 390, height: 844, isPhone: true },
];
const ALL: readonly CockpitStateCase[] = [...STATES, ...PANEL_STATES, ...SECURITY_STATES, ...IMPORT_STATES];

async function faultsOf(
  browser: Browser,
  record: PictureRecord,
  state: CockpitStateCase,
  size: Size,
): Promise<string[]> {
  const fake = new FakeCockpit(state.options);
  await fake.listen();
  const context = await steadyContext(browser, size, state.prefs ?? {});
  const faults: string[] = [];
  try {
    const page = await context.newPage();
    await openState(page, state, fake);
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const name = `${size.width}x${size.height}-${theme}/${state.name}`;
      // One look is enough where it shows what the record shows; else it may have been taken on the way.
      const first = IS_RECORDING ? 'not compared' : await record.changed(name, await quickPicture(page));
      const change = first === undefined ? undefined : await record.changed(name, await steadyPicture(page));
      if (change !== undefined) faults.push(change);
      if (theme === 'dark') faults.push(...(await overflow(page)).map((fault) => `${name}: ${fault}`));
    }
  } finally {
    await context.close();
    await fake.close();
  }
  return [...faults, ...fake.faults];
}

// What failed is in the pictures; a trace would cost more than they do.
test.use({ trace: 'off', screenshot: 'off' });

test.describe('pictures', () => {
  let record: PictureRecord;
  test.beforeAll(async ({ browser }) => {
    record = await PictureRecord.open(browser, IS_RECORDING);
    if (record.note !== '') console.log(`\n*** ${record.note}\n`);
  });
  test.afterAll(async () => {
    const { fresh } = record;
    if (fresh.length > 0) console.log(`\n*** RECORDED ANEW, compared with nothing: ${fresh.join(', ')}\n`);
    await record.close();
  });

  for (const state of ALL.filter(({ name }) => ASKED !== 'handful' || HANDFUL.has(name))) {
    test(`looks as before and cuts nothing off: ${state.name}`, async ({ browser }, info) => {
      test.setTimeout(120_000);
      if (record.note !== '') info.annotations.push({ type: 'not comparable', description: record.note });
      const faults: string[] = [];
      for (const size of SIZES) {
        if (state.only !== undefined && (state.only === 'phone') !== size.isPhone) continue;
        faults.push(...(await faultsOf(browser, record, state, size)));
      }
      expect(
        faults,
        'look at .cache/pictures/last/*/*.now.png; `npm run pictures -- --record` keeps what is seen',
      ).toEqual([]);
    });
  }
});
