import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STRATEGIES } from '../../../../engine/domain/book.ts';
import { parameterFault } from '../../../../engine/strategies/parameters.ts';
import { parameterFaults, resolveStrategy, STRATEGY_KINDS } from '../../../../engine/strategies/registry.ts';

test('every strategy of the account has a kind that is registered', () => {
  for (const { kind } of STRATEGIES) expect(Object.keys(STRATEGY_KINDS)).toContain(kind);
});

describe.each(Object.entries(STRATEGY_KINDS))('%s', (kind, strategy) => {
  test('has the presets that the cockpit knows, and each is without fault', () => {
    expect(Object.keys(strategy.presets)).toEqual(expect.arrayContaining(['default', 'demo']));
    for (const [name, preset] of Object.entries(strategy.presets)) {
      expect(Object.keys(preset).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
        Object.keys(strategy.parameters).toSorted((a, b) => (a < b ? -1 : 1)),
      );
      for (const [key, doc] of Object.entries(strategy.parameters)) {
        expect(
          parameterFault(doc, (preset as unknown as Record<string, unknown>)[key]),
          `${name}.${key}`,
        ).toBeUndefined();
        expect(doc.doc).toMatch(/\.$|\)\.$/);
      }
      expect(resolveStrategy(kind, name)).toMatchObject({ ok: true, params: preset });
    }
  });

  test('its first state is plain JSON', () => {
    const params = strategy.presets.default;
    if (params === undefined) throw new Error('no preset');
    const state = strategy.initialState(params);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

test('unknown kinds and presets are refused by name with the nearest right one', () => {
  expect(resolveStrategy('winer')).toEqual({ ok: false, faults: ['unknown strategy "winer"; did you mean "winner"?'] });
  expect(resolveStrategy('winner', 'clasic', { rsiLow: 200 })).toEqual({
    ok: false,
    faults: [
      'winner: unknown preset "clasic"; did you mean "classic"?',
      'winner: rsiLow: expected 0 to 100 RSI points, found 200',
    ],
  });
  expect(resolveStrategy('toString')).toMatchObject({ ok: false });
});

test('parameters that are right one by one and wrong together are refused', () => {
  expect(resolveStrategy('winner', 'default', { rsiLow: 70, rsiHigh: 30 })).toEqual({
    ok: false,
    faults: ['winner: rsiLow: expected less than rsiHigh (30), found 70'],
  });
  expect(resolveStrategy('po3', 'default', { dailyAtrDays: 2 })).toMatchObject({ ok: false });
});

test('reports the faults of all strategies at once, each with its strategy', () => {
  const faults = parameterFaults([
    { id: 'MNQ', kind: 'winner', preset: 'default', parameters: { bbPeriodd: 21 } },
    { id: 'MES', kind: 'winner', preset: 'default', parameters: {} },
    { id: 'MGC-PO3', kind: 'po3', preset: 'default', parameters: { nothing: 1 } },
  ]);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^strategy\.MNQ\.parameters: .*"bbPeriodd".*"bbPeriod"/);
  expect(faults[1]).toMatch(/^strategy\.MGC-PO3\.parameters: .*"nothing"/);
});

/** The page that people set parameters by names every one with its range and the presets' values. */
test.each(Object.entries(STRATEGY_KINDS))(
  'docs/strategies.md lists the parameters of %s as they are',
  (_kind, strategy) => {
    const page = readFileSync(new URL('../../../../docs/strategies.md', import.meta.url), 'utf8');
    const lines = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const [name, doc] of Object.entries(strategy.parameters)) {
      const values = Object.values(strategy.presets).map((preset) =>
        String((preset as unknown as Record<string, unknown>)[name]),
      );
      const range = doc.kind === 'number' ? [`${doc.min} to ${doc.max}`] : [];
      const rows = lines.filter((cells) => cells[1] === name && values.every((value, i) => cells[5 + i] === value));
      expect([name, rows.length > 0]).toEqual([name, true]);
      expect(rows.some((cells) => range.every((text) => cells[4] === text))).toBe(true);
    }
  },
);
