import { describe, expect, it } from 'vitest';
import {
  CLOSED,
  IN_FLIGHT,
  ORDER_TRANSITIONS,
  WORKING,
  isClosed,
  moveStatus,
} from '../../../../engine/domain/order.ts';

describe('order status', () => {
  it('refuses a move that the table does not list, naming the order and both states', () => {
    expect(() => moveStatus('MNQ-O1', 'filled', 'working')).toThrow(/MNQ-O1.*"filled".*"working"/);
    expect(moveStatus('MNQ-O1', 'pending_new', 'working')).toBe('working');
  });

  it('has no way out of a closed state but a late fill, and one into a closed state from every other', () => {
    for (const [from, to] of Object.entries(ORDER_TRANSITIONS)) {
      if (CLOSED.includes(from as never)) expect(to.filter((status) => status !== 'filled')).toEqual([]);
      else expect(to.some(isClosed)).toBe(true);
    }
  });

  it('puts every state into a group', () => {
    for (const status of Object.keys(ORDER_TRANSITIONS)) {
      const groups = [IN_FLIGHT, WORKING, CLOSED].filter((group) => group.includes(status as never));
      expect(groups.length).toBeGreaterThan(0);
    }
  });
});
