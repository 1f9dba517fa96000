import { stricter } from '../../domain/book.ts';
import type { BookId } from '../../domain/book.ts';
import { HALT_REASONS, orderReasonWords, STATE_REASONS } from '../../domain/reasons.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Denied } from '../../risk/request.ts';

function stateWords(state: string, reason: string): string {
  // Codes of both kinds; one that is of neither is told as it is.
  const words = { ...STATE_REASONS, ...HALT_REASONS } as Readonly<Record<string, string>>;
  const why = reason === 'by_person' ? 'stopped by a person' : (words[reason] ?? reason.replaceAll('_', ' '));
  return `${state.replaceAll('_', ' ')}, ${why}`;
}

/** What the log says under a strategy's line of an entry that was denied, so that none reads as a trade. */
export function denialWords(ledger: Ledger, book: BookId, { reason, detail }: Denied): string {
  if (reason !== 'not_running') {
    return `Denied, no order was sent: ${orderReasonWords(reason, detail)}`;
  }
  const own = ledger.book(book).trading;
  const trading = stricter(own.state, ledger.account.state) === own.state ? own : ledger.account;
  return `Denied, no order was sent: ${stateWords(trading.state, trading.reason)}`;
}
