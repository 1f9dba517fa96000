import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { specOf } from '../../engine/domain/catalog.ts';
import { CME } from '../../engine/domain/session.ts';
import { STRATEGY_KINDS } from '../../engine/strategies/registry.ts';
import { expectNoLookAhead } from '../support/look-ahead.ts';
import { seeded } from '../support/random.ts';
import { readBars, sharedPath } from '../support/shared-data.ts';

/** Root of the contract that trades a recording: the micro of the same market. */
const ROOTS: readonly (readonly [string, string])[] = [
  ['NQ_', 'MNQ'],
  ['MNQ_', 'MNQ'],
  ['ES_', 'MES'],
  ['MES_', 'MES'],
  ['MGC_', 'MGC'],
  ['GC_', 'MGC'],
  ['6E_', 'M6E'],
  ['M6E_', 'M6E'],
];

const folder = sharedPath('bars');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : [];

test.skipIf(files.length > 0)('no recorded bars beside the checkout: look-ahead on recordings is skipped', () => {
  expect(files).toEqual([]);
});

describe.each(files)('%s', (file) => {
  const root = ROOTS.find(([prefix]) => file.startsWith(prefix))?.[1];
  for (const [kind, strategy] of Object.entries(STRATEGY_KINDS)) {
    const params = strategy.presets.default;
    test.skipIf(root === undefined || params === undefined)(`${kind} decides without the future`, () => {
      const spec = specOf(root ?? '');
      const bars = readBars(`bars/${file}`, spec);
      const random = seeded(bars.length);
      const cuts = Array.from({ length: 5 }, () => Math.floor(random() * bars.length));
      const played = { bars, strategy, params: params as NonNullable<typeof params>, spec, calendar: CME };
      const { compared, whole } = expectNoLookAhead(played, cuts);
      const longs = whole.trades.filter(({ direction }) => direction === 'long').length;
      console.log(
        `${file} ${kind} as ${spec.root}: ${compared} decisions compared, ${longs} long, ${whole.trades.length - longs} short`,
      );
      expect(compared).toBeGreaterThan(0);
    });
  }
});
