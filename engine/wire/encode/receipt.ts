import type { Receipt } from '../../domain/commands.ts';
import type { ReceiptMessage } from '../receipt.ts';
import { toIso } from './units.ts';

export function encodeReceipt(receipt: Receipt): ReceiptMessage {
  return {
    id: receipt.id,
    scope: receipt.scope,
    actor: receipt.actor,
    steps: receipt.steps.map(({ name, text, ms }) => ({ name, text, ms })),
    verified: receipt.verified,
    positions: receipt.positions.map((position) => ({ symbol: position.contractId, quantity: position.netQty })),
    workingOrders: receipt.workingOrders,
    ms: receipt.ms,
    timestamp: toIso(receipt.timeMs),
  };
}
