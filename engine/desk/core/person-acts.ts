import type { BookId } from '../../domain/book.ts';
import type { CommandRequest } from '../../domain/commands.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Act } from './act.ts';
import { commandText } from './log-words.ts';
import { ACCOUNT, bookOf, isAccount, scopeName, scopeOfBook } from '../../domain/scope.ts';
import { isReducingCommand, scopeOfCommand } from '../../domain/commands.ts';
import { type DeskRefusal, HALT_REASONS } from '../../domain/reasons.ts';

export interface Refusal {
  readonly code: DeskRefusal;
  readonly message: string;
  readonly untilMs?: number;
}

/** Journals that a person's command was accepted: the first row of whatever it causes, and a line of the log. */
export function acceptCommand(act: Act, request: CommandRequest): void {
  const { commandId, command, origin } = request;
  const scope = scopeOfCommand(command);
  const lane = isReducingCommand(command) ? 'reducing' : 'normal';
  act.record({ type: 'CommandAccepted', commandId, kind: command.kind, scope, lane, origin }, bookOf(scope) ?? null);
  act.log(commandText(request, scope));
}

/**
 * `start`: RUN. A halt is not lifted by a person: it has its time. Starting the account starts every book; starting one
 * while the account takes exits only lets this one run (the others were stopped with the account).
 */
export function start(act: Act, ledger: Ledger, scope: Scope): Refusal | undefined {
  if (ledger.ended) return { code: 'ended', message: 'the recording has ended; nothing can be started' };
  const books = ledger.booksOf(scope) ?? [];
  const halted = [ledger.account, ...books.map(({ trading }) => trading)].find(({ state }) => state === 'HALTED');
  if (halted !== undefined) {
    const reasons: Readonly<Record<string, string>> = HALT_REASONS;
    const until = halted.untilMs === undefined ? '' : `, until ${new Date(halted.untilMs).toISOString()}`;
    return {
      code: 'halted',
      message: `halted: ${reasons[halted.reason] ?? halted.reason}${until}`,
      ...(halted.untilMs === undefined ? {} : { untilMs: halted.untilMs }),
    };
  }
  if (ledger.account.state !== 'RUN') act.changeState(ACCOUNT, 'RUN', 'by_person');
  for (const { id, trading } of books)
    if (trading.state !== 'RUN') act.changeState(scopeOfBook(id), 'RUN', 'by_person');
  return undefined;
}

/** EXITS ONLY for the scope: protection stays, no entries. Stopping the account stops every book. A halt stays. */
export function exitsOnly(
  act: Act,
  ledger: Ledger,
  scope: Scope,
  reason: 'by_person' | 'flattened' | 'engine_dropped',
): void {
  if (isAccount(scope) && ledger.account.state === 'RUN') act.changeState(ACCOUNT, 'EXITS_ONLY', reason);
  for (const { id, trading } of ledger.booksOf(scope) ?? []) {
    if (trading.state === 'RUN') act.changeState(scopeOfBook(id), 'EXITS_ONLY', reason);
  }
}

/** Cancels the working entries of books (entries were stopped). Protection stays. */
export function cancelEntries(act: Act, ledger: Ledger, books: readonly BookId[]): void {
  for (const id of books) {
    for (const state of ledger.openOrders(id)) {
      const untouched = state.filledQty === 0 || state.order.type === 'limit';
      if (state.order.role !== 'entry' || state.status === 'pending_cancel' || !untouched) continue;
      act.cancel(state.order.orderId, 'by_stop');
    }
  }
}

export function unknownScope(ledger: Ledger, scope: Scope): Refusal {
  const known = ledger
    .books()
    .map(({ id }) => id)
    .join(', ');
  return { code: 'unknown_scope', message: `expected "account" or one of ${known}, found "${scopeName(scope)}"` };
}
