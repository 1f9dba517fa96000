import type { BlockCode } from './reasons.ts';
import type { Scope } from './scope.ts';
import type { TimeMs } from './units.ts';
import { scopeName } from './scope.ts';

/**
 * Entries are not taken in its scope while it stands; exits, protection and flattens are. A state is a person's or a
 * limit's; a block is doubt's, and lifts when the doubt is over: by itself, or, for a difference that moves a position or
 * much money, when a person has acknowledged it.
 */
export interface Block {
  readonly scope: Scope;
  readonly code: BlockCode;
  /** What it rests on: a difference, an order. Each subject has a block of its own. */
  readonly subject: string;
  /** In words, for a person. */
  readonly detail: string;
}

export interface StandingBlock extends Block {
  /** Market time since which it stands. */
  readonly sinceMs: TimeMs;
}

export function blockKey({ scope, code, subject }: Pick<Block, 'scope' | 'code' | 'subject'>): string {
  return `${scopeName(scope)}/${code}/${subject}`;
}
