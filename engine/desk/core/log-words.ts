import type { CommandRequest, PersonCommand, Receipt } from '../../domain/commands.ts';
import type { LogLine } from '../../domain/run.ts';
import { bookOf, isAccount, scopeName, type Scope } from '../../domain/scope.ts';

/** A line of the activity log before it has its time and number. */
export type LogText = Pick<LogLine, 'book' | 'type' | 'message'>;

/** "flatten of MNQ by owner, from cockpit@127.0.0.1: key F8": what a person asked for, who it was, and from where. */
export function commandText({ command, origin }: CommandRequest, scope: Scope): LogText {
  const cause = origin.cause === '' ? '' : `: ${origin.cause}`;
  return {
    book: bookOf(scope) ?? null,
    type: command.kind === 'flatten' || command.kind === 'end-flatten' ? 'warning' : 'info',
    message: `${whatOf(command)} by ${origin.user}, from ${origin.device}${cause}`,
  };
}

/** How a flatten ended; undefined while it goes on (it alarms by itself). */
export function receiptText(receipt: Receipt): LogText | undefined {
  if (!receipt.ended) return undefined;
  const of = isAccount(receipt.scope) ? 'everything' : scopeName(receipt.scope);
  const told = receipt.verified ? 'the venue says flat' : 'given up, not verified flat';
  return {
    book: bookOf(receipt.scope) ?? null,
    type: receipt.verified ? 'success' : 'error',
    message: `flatten of ${of}: ${told} after ${Math.round(receipt.ms)} ms${receipt.clock === 'market' ? ' of market time' : ''}`,
  };
}

function whatOf(command: PersonCommand): string {
  switch (command.kind) {
    case 'start':
      return `start of ${named(command.scope, 'all strategies')}`;
    case 'stop':
      return `entries of ${named(command.scope, 'all strategies')} stopped`;
    case 'flatten':
      return `flatten of ${named(command.scope, 'everything')}`;
    case 'end-flatten':
      return `flatten of ${named(command.scope, 'everything')} given up`;
    case 'acknowledge':
      return `difference ${command.difference} acknowledged`;
    case 'cancel-order':
      return `cancel of ${command.orderId}`;
    case 'set-speed':
      return `speed ${command.speed}`;
    case 'next-trade':
      return 'run to the next trade';
  }
}

function named(scope: Scope, all: string): string {
  return isAccount(scope) ? all : scopeName(scope);
}
