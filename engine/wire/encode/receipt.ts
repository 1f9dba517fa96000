import type { Receipt } from '../../domain/commands.ts';
import type { ReceiptMessage } from '../receipt.ts';
import { scopeName } from '../../domain/scope.ts';
import { encodeExitReason } from './reason.ts';
import { toIso } from './units.ts';

export function encodeReceipt(receipt: Receipt): ReceiptMessage {
  return {
    id: receipt.id,
    scope: scopeName(receipt.scope),
    actor: receipt.actor,
    ...encodeExitReason(receipt.reason),
    steps: receipt.steps.map(({ name, text, ms }) => ({ name, text, ms })),
    verified: receipt.verified,
    ended: receipt.ended,
    positions: receipt.positions?.map(({ contractId, netQty }) => ({ symbol: contractId, quantity: netQty })) ?? null,
    workingOrders: receipt.workingOrders,
    ms: receipt.ms,
    clock: receipt.clock,
    timestamp: toIso(receipt.timeMs),
  };
}
