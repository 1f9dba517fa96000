import type { CockpitOrder } from '../../engine/wire/index.ts';

/** Words of the tables at the foot. */
const STATUS: Readonly<Record<CockpitOrder['status'], string>> = {
  pending_new: 'sent',
  suspended: 'waiting for entry',
  working: 'working',
  pending_modify: 'changing',
  pending_cancel: 'canceling',
  filled: 'filled',
  canceled: 'canceled',
  rejected: 'rejected',
  denied: 'denied',
  expired: 'expired',
};

const ALIVE = new Set<CockpitOrder['status']>([
  'pending_new',
  'suspended',
  'working',
  'pending_modify',
  'pending_cancel',
]);

export function orderStatusWord(order: CockpitOrder): string {
  return STATUS[order.status];
}

export function isAlive(order: CockpitOrder): boolean {
  return ALIVE.has(order.status);
}

/** What an order is for: "stop", "target", "entry, limit". Protective orders have the type their role implies. */
export function orderWhat({ role, type }: Pick<CockpitOrder, 'role' | 'type'>): string {
  const implied = (role === 'stop' && type === 'stop') || (role === 'target' && type === 'limit');
  return implied ? role : `${role}, ${type}`;
}
