import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closedSetBreaches, producedMembers } from '../../../build/check-closed-sets.ts';

const DECLARED = `
export const CANCELS = { by_hand: 'by hand', roll: 'roll', oco: 'sibling' } as const;
export type Cancel = keyof typeof CANCELS;
export const EXITS = { roll: 'roll', target: 'target' } as const;
export type Exit = keyof typeof EXITS;
export type Status = 'open' | 'closed' | 'lost';
`;

/** All uses of a member that produce nothing. */
const ASKS = `
import { CANCELS, EXITS, type Cancel, type Exit, type Status } from './sets.ts';
export const asks = (cancel: Cancel, exit: Exit, status: Status): boolean => {
  switch (status) {
    case 'lost':
      return false;
    default:
  }
  const known: readonly Status[] = ['open', 'lost'];
  const words: Record<Cancel, string> = { ...CANCELS, oco: 'other' };
  type Wanted = 'oco';
  const plain: string = 'oco';
  return cancel === 'oco' || exit !== 'target' || known.includes(status) || words['oco'] === plain || EXITS['target'] === '';
};
`;

const MAKES = `
import type { Cancel, Exit, Status } from './sets.ts';
export interface Row { readonly reason: Cancel; readonly status: Status }
const both = (reason: Cancel | Exit): string => reason;
export const row: Row = { reason: 'by_hand', status: Math.random() > 1 ? 'open' : 'closed' };
export const rolled = both('roll');
`;

describe('producedMembers', () => {
  const root = mkdtempSync(join(tmpdir(), 'closed-sets-'));
  const sets = { 'engine/sets.ts': ['Cancel', 'Exit', 'Status'] };

  beforeAll(() => {
    const files = { 'engine/sets.ts': DECLARED, 'engine/asks.ts': ASKS, 'engine/makes.ts': MAKES };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    cpSync(join(import.meta.dirname, '../../../tsconfig.base.json'), join(root, 'tsconfig.base.json'));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  test('a literal in the place of the set produces its member; what only asks does not', () => {
    const found = Object.fromEntries(
      producedMembers(root, sets).map(({ set, member, at }) => [`${set}.${member}`, at] as const),
    );
    expect(found).toEqual({
      'Cancel.by_hand': 'engine/makes.ts:5',
      'Cancel.roll': 'engine/makes.ts:6',
      'Cancel.oco': undefined,
      'Exit.roll': 'engine/makes.ts:6',
      'Exit.target': undefined,
      'Status.open': 'engine/makes.ts:5',
      'Status.closed': 'engine/makes.ts:5',
      'Status.lost': undefined,
    });
  });

  test('a dead member is a breach unless it is expected, and so is an expectation that is not needed', () => {
    const expected = { 'Cancel.oco': 'why', 'Exit.target': 'why', 'Exit.roll': 'why' };
    expect(closedSetBreaches(root, sets, expected).map(({ message }) => message)).toEqual([
      'nothing produces "lost" of Status',
      'Exit.roll is produced, or is no more: take its row out',
    ]);
  });

  test('a set that is not declared where it should be is an error', () => {
    expect(() => producedMembers(root, { 'engine/sets.ts': ['Cancels'] })).toThrow(/expected the types Cancels/);
  });
});
