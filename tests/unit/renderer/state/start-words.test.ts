import { expect, it } from 'vitest';
import type { CockpitAccount, CockpitBook } from '../../../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState, type SymbolServer } from '../../../../renderer/state/cockpit.ts';
import { startWords } from '../../../../renderer/state/start-words.ts';

const IDS = ['MNQ', 'MES', 'MGC', 'M6E'];

function state(changes: Readonly<Record<string, Partial<CockpitBook>>>, account: object = {}): CockpitState {
  const books = IDS.map((id) => ({
    ...{ id, root: id, number: 1, state: 'RUN', ownState: 'RUN', stateReason: 'by_person' },
    ...changes[id],
  }));
  return {
    ...EMPTY_COCKPIT,
    symbols: IDS.map((id) => ({ id, root: id, kind: 'winner' }) as SymbolServer),
    account: { state: 'RUN', books, ...account } as unknown as CockpitAccount,
  };
}
const stopped = (stateReason: CockpitBook['stateReason']) =>
  ({ state: 'EXITS_ONLY', ownState: 'EXITS_ONLY', stateReason }) as const;

it('names every strategy that a start of the account starts, and how those that stand were stopped', () => {
  expect(startWords(state({ M6E: stopped('by_person'), MGC: stopped('flattened') }), 'account')).toEqual([
    'Starts all four: MNQ, MES, MGC, M6E.',
    'MNQ and MES run already.',
    'MGC was stopped after a flatten.',
    'M6E was stopped by you.',
  ]);
});

it('says it once when all were stopped alike', () => {
  const all = Object.fromEntries(IDS.map((id) => [id, stopped('by_person')]));
  expect(startWords(state(all, { state: 'EXITS_ONLY' }), 'account')).toEqual([
    'Starts all four: MNQ, MES, MGC, M6E.',
    'All were stopped by you.',
  ]);
});

it('one strategy: tells of those that only the account held back', () => {
  const held = { state: 'EXITS_ONLY', ownState: 'RUN', stateReason: 'halt_expired' } as const;
  expect(startWords(state({ MNQ: stopped('by_person') }), 'MNQ')).toEqual([
    'It may open positions again at its next setup.',
    'It was stopped by you.',
  ]);
  expect(startWords(state({ MNQ: held, MES: held, MGC: held }, { state: 'EXITS_ONLY' }), 'MNQ')).toContain(
    'The account\u2019s stop ends with it: MES and MGC start too.',
  );
});

it('says beforehand that a halt will refuse it', () => {
  const halted = { state: 'HALTED', stateReason: 'daily_loss' } as const;
  expect(startWords(state({ MES: halted }), 'account')).toContain(
    'MES is halted (daily loss limit): the desk refuses this until the halt ends.',
  );
});
