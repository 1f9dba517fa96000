import type { BookId } from '../../domain/book.ts';
import type { CommandRequest } from '../../domain/commands.ts';
import type { Origin, Scope } from '../../domain/events.ts';
import type { DeskCore } from './desk-core.ts';
import { HALT_REASONS } from '../../domain/reasons.ts';

export interface Refusal {
  readonly code: 'unknown_scope' | 'halted' | 'ended' | 'unknown_order' | 'bad_speed' | 'file_locked';
  readonly message: string;
  readonly untilMs?: number;
}

/** Books that a scope names; undefined for an unknown one. */
export function booksOf(desk: DeskCore, scope: Scope): readonly BookId[] | undefined {
  const all = desk.options.strategies.map(({ identity }) => identity.id);
  if (scope === 'account') return all;
  return all.includes(scope) ? [scope] : undefined;
}

/** Journals that a person's command was accepted: the first row of whatever it causes. */
export function acceptCommand(desk: DeskCore, request: CommandRequest): void {
  const { commandId, command, origin } = request;
  const reducing = command.kind === 'stop' || command.kind === 'flatten' || command.kind === 'cancel-order';
  desk.record(
    {
      type: 'CommandAccepted',
      commandId,
      kind: command.kind,
      scope: command.scope,
      lane: reducing ? 'reducing' : 'normal',
      origin,
    },
    command.scope === 'account' ? null : command.scope,
    desk.nowMs,
    true,
  );
}

/**
 * `start`: RUN. A halt is not lifted by a person: it has its time. Starting the account starts every strategy; starting
 * one strategy while the account takes exits only lets this one run (the others were stopped with the account).
 */
export function start(desk: DeskCore, scope: Scope, origin: Origin): Refusal | undefined {
  const { ledger } = desk;
  if (ledger.ended) return { code: 'ended', message: 'the recording has ended; nothing can be started' };
  const books = booksOf(desk, scope);
  if (books === undefined) return unknownScope(desk, scope);
  const halted = [ledger.account, ...books.map((id) => ledger.book(id).trading)].find(
    (each) => each.state === 'HALTED',
  );
  if (halted !== undefined) {
    const reason =
      halted.reason in HALT_REASONS ? HALT_REASONS[halted.reason as keyof typeof HALT_REASONS] : halted.reason;
    const until = halted.untilMs === undefined ? '' : `, until ${new Date(halted.untilMs).toISOString()}`;
    return {
      code: 'halted',
      message: `halted: ${reason}${until}`,
      ...(halted.untilMs === undefined ? {} : { untilMs: halted.untilMs }),
    };
  }
  if (ledger.account.state !== 'RUN') desk.changeState('account', 'RUN', 'by_person', origin, undefined, true);
  for (const id of books) {
    if (ledger.book(id).trading.state !== 'RUN') desk.changeState(id, 'RUN', 'by_person', origin, undefined, true);
  }
  return undefined;
}

/** EXITS ONLY for the scope: protection stays, no entries. Stopping the account stops every strategy. A halt stays. */
export function exitsOnly(desk: DeskCore, scope: Scope, reason: 'by_person' | 'flattened', origin: Origin): void {
  const { ledger } = desk;
  if (scope === 'account' && ledger.account.state === 'RUN') {
    desk.changeState('account', 'EXITS_ONLY', reason, origin, undefined, true);
  }
  for (const id of booksOf(desk, scope) ?? []) {
    if (ledger.book(id).trading.state === 'RUN') desk.changeState(id, 'EXITS_ONLY', reason, origin, undefined, true);
  }
}

export function unknownScope(desk: DeskCore, scope: Scope): Refusal {
  const known = desk.options.strategies.map(({ identity }) => identity.id).join(', ');
  return { code: 'unknown_scope', message: `expected "account" or one of ${known}, found "${scope}"` };
}
