import type { OrderState } from '../domain/order.ts';
import type { OrderView } from '../domain/views.ts';

/** An order as it is shown, whoever folded it. */
export function orderView(state: OrderState): OrderView {
  const { order } = state;
  return {
    orderId: order.orderId,
    book: order.book,
    root: order.root,
    contractId: order.contractId,
    ...(order.contract === undefined ? {} : { contract: order.contract }),
    side: order.side,
    type: order.type,
    role: order.role,
    qty: state.qty,
    filledQty: state.filledQty,
    averageTicks: state.filledQty === 0 ? undefined : state.filledTicksSum / state.filledQty,
    limitTicks: state.limitTicks ?? (order.type === 'limit' ? order.plannedTicks : undefined),
    stopTicks: state.stopTicks ?? (order.type === 'stop' ? order.plannedTicks : undefined),
    status: state.status,
    reason: state.reason,
    reasonDetail: state.reasonDetail,
    submittedMs: state.submittedMs,
    updatedMs: state.updatedMs,
  };
}
