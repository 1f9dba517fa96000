import { describe, expect, it } from 'vitest';
import type { CockpitAccount, CockpitBlock } from '../../../../engine/wire/index.ts';
import { doubtsOf } from '../../../../renderer/state/doubts.ts';
import { GOOD_JOURNAL } from '../../../support/fake-cockpit/scene.ts';

const SINCE = '2026-11-20T19:22:50.000Z';

function block(scope: string, change: Partial<CockpitBlock> = {}): CockpitBlock {
  return {
    scope,
    code: 'doubt',
    subject: 'MNQ-O7',
    words: 'the fate of an order is not known',
    detail: 'MNQ-O7: no answer',
    since: SINCE,
    ...change,
  };
}

function account(change: Partial<CockpitAccount>, blocks: Record<string, CockpitBlock[]> = {}) {
  const books = Object.entries(blocks).map(([id, own]) => ({ id, blocks: own })) as unknown as CockpitAccount['books'];
  return { blocks: [], differences: [], journal: GOOD_JOURNAL, ...change, books };
}

const doubts = (change: Partial<CockpitAccount>, blocks?: Record<string, CockpitBlock[]>) =>
  doubtsOf(account(change, blocks), (book) => `${book} title`);

const EXTERNAL = {
  id: 'position:MNQZ6',
  message: 'MNQZ6: ours 1, the venue 2',
  done: 'EXTERNAL takes it',
  since: SINCE,
};

describe('what is in doubt', () => {
  it('is nothing where books, venue and file agree', () => {
    expect(doubts({}, { MNQ: [] })).toEqual([]);
  });

  it('is a difference once, not also the block that rests on it, and a person can confirm it', () => {
    const resting = block('MNQ', { code: 'reconcile', subject: EXTERNAL.id });
    expect(doubts({ differences: [{ ...EXTERNAL, blocks: true }] }, { MNQ: [resting] })).toEqual([
      {
        key: EXTERNAL.id,
        title: 'Entries wait: our books and the venue differ',
        detail: 'MNQZ6: ours 1, the venue 2; EXTERNAL takes it',
        difference: EXTERNAL.id,
        blocks: true,
      },
    ]);
  });

  it('is a difference that blocks nothing after those that do, without anything to confirm', () => {
    const found = doubts({ differences: [{ ...EXTERNAL, blocks: false }] }, { MES: [block('MES')] });
    expect(found.map(({ title, difference, blocks }) => [title, difference, blocks])).toEqual([
      ['Entries of MES title wait: the fate of an order is not known', undefined, true],
      ['Our books and the venue differ', undefined, false],
    ]);
  });

  it('names every book that one block holds up, and the account as such', () => {
    expect(doubts({}, { MNQ: [block('MNQ')], MES: [block('MES')] }).map(({ title }) => title)).toEqual([
      'Entries of MNQ title, MES title wait: the fate of an order is not known',
    ]);
    expect(doubts({ blocks: [block('account')] })[0]?.title).toMatch(/^Entries of the whole account wait/);
  });

  it('is the file in its own words, and not also its block', () => {
    const journal = { ...GOOD_JOURNAL, fault: 'full' as const, words: 'The journal is not written.' };
    const file = block('account', { code: 'file', subject: 'file', words: 'the journal cannot be written' });
    expect(doubts({ journal, blocks: [file] })).toEqual([
      { key: 'journal', title: 'The journal is not written.', detail: '', difference: undefined, blocks: true },
    ]);
    expect(doubts({ journal: { ...GOOD_JOURNAL, words: 'Free some space.' } })[0]?.blocks).toBe(false);
  });
});
