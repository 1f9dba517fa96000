import type { BrokerReport } from '../../domain/broker.ts';
import type { JournalEvent } from '../../domain/events.ts';
import type { Order } from '../../domain/order.ts';
import type { TimeMs } from '../../domain/units.ts';

/** A broker's report as a fact of the journal. `timeMs`: its market time, as the desk could believe it. */
export function toEvent(report: BrokerReport, order: Order, timeMs: TimeMs): JournalEvent {
  const { orderId } = report;
  switch (report.kind) {
    case 'accepted':
      return { type: 'OrderAccepted', orderId, status: report.status };
    case 'rejected':
      return { type: 'OrderRejected', orderId, reason: report.reason, detail: report.detail };
    case 'updated':
      return {
        type: 'OrderUpdated',
        orderId,
        qty: report.qty,
        ...(report.stopTicks === undefined ? {} : { stopTicks: report.stopTicks }),
        ...(report.limitTicks === undefined ? {} : { limitTicks: report.limitTicks }),
        ...(report.commandId === undefined ? {} : { commandId: report.commandId }),
      };
    case 'filled':
      return {
        type: 'OrderFilled',
        fill: {
          fillId: report.fillId,
          orderId,
          book: order.book,
          root: order.root,
          contractId: order.contractId,
          ...(order.contract === undefined ? {} : { contract: order.contract }),
          side: order.side,
          qty: report.qty,
          priceTicks: report.priceTicks,
          feeCents: report.feeCents,
          timeMs,
        },
        leavesQty: report.leavesQty,
      };
    case 'canceled':
      return { type: 'OrderCanceled', orderId, reason: report.reason };
    case 'expired':
      return { type: 'OrderExpired', orderId };
    case 'command_rejected':
      return {
        type: 'CommandRejected',
        orderId,
        commandId: report.commandId,
        reason: report.reason,
        detail: report.detail,
      };
  }
}
