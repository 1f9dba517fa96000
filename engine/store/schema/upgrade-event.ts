import type { AlarmCode, JournalEvent } from '../../domain/events.ts';
import type { DeskDuty, Origin } from '../../domain/origin.ts';
import type { DenialReason, ExitReason } from '../../domain/reasons.ts';
import type { Scope } from '../../domain/scope.ts';
import { ofDuty } from '../../domain/origin.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { scopeNamed } from '../../domain/scope.ts';

/** An event as it was parsed: of this program version, or of the first one, which told some facts in words. */
type Stored = Readonly<Record<string, unknown>> & { readonly type: string };

const DUTIES: Readonly<Record<DeskDuty, true>> = {
  desk: true,
  risk: true,
  session: true,
  protection: true,
  reconcile: true,
  host: true,
};

/** Codes of earlier program versions that are no more, by what says the same today. */
const EARLIER_ALARMS: Readonly<Record<string, AlarmCode>> = { flatten_unverified: 'flatten_stuck' };
const EARLIER_DENIALS: Readonly<Record<string, DenialReason>> = {
  flat_by: 'outside_entry_window',
  no_position: 'bad_quantity',
  file_locked: 'blocked',
  stale_after_restart: 'blocked',
};

/**
 * The first program version wrote origins as three words, scopes as a name, and the reason of an exit before a colon of
 * its cause. Such rows stay in the file as they are (their hashes hold) and are brought to today's shape when they are read.
 */
export function upgradeEvent(stored: Stored): JournalEvent {
  const event = { ...stored };
  if (isRecord(event['origin']) && 'actor' in event['origin']) event['origin'] = upgradeOrigin(event['origin']);
  if (typeof event['scope'] === 'string') event['scope'] = upgradeScope(event['scope']);
  switch (event.type) {
    case 'OrderSubmitted':
      event['order'] = upgradeOrder(event['order']);
      break;
    case 'ModifySubmitted':
      event['origin'] ??= ofDuty('protection', textOf(event['cause']));
      break;
    case 'Alarm':
      event['code'] = EARLIER_ALARMS[textOf(event['code'])] ?? event['code'];
      break;
    case 'OrderDenied':
      // Its type and prices were not kept: it was shown as an order at the market.
      event['orderType'] ??= 'market';
      event['reason'] = EARLIER_DENIALS[textOf(event['reason'])] ?? event['reason'];
      break;
    case 'CommandRejected':
      // Its order was taken for working again, whatever the venue had said.
      event['reason'] ??= 'refused';
      break;
  }
  // Every field that this version expects is there; the rest of the row is as its own version wrote it.
  return event as unknown as JournalEvent;
}

export function upgradeScope(scope: unknown): Scope {
  return typeof scope === 'string' ? scopeNamed(scope) : (scope as Scope);
}

function upgradeOrigin(origin: Readonly<Record<string, unknown>>): Origin {
  const actor = textOf(origin['actor']);
  const device = textOf(origin['device']);
  const cause = textOf(origin['cause']);
  if (device !== 'desk') return { by: 'person', user: actor, device, cause };
  const [kind, book] = actor.split(':');
  if (kind === 'strategy' && book !== undefined) return { by: 'strategy', book, cause };
  return ofDuty(actor in DUTIES ? (actor as DeskDuty) : 'desk', cause);
}

function upgradeOrder(order: unknown): unknown {
  if (!isRecord(order) || order['role'] !== 'exit' || 'exitReason' in order) return order;
  const [code = '', ...words] = textOf(order['cause']).split(': ');
  const known = code in EXIT_REASONS;
  const exitReason: ExitReason = known ? (code as ExitReason) : 'signal';
  return { ...order, exitReason, cause: known ? words.join(': ') : order['cause'] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
