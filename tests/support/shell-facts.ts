import type { AccountFacts } from '../../electron/parts/picture.ts';

/** A real account with one protected position, for tests of the shell. */
export function accountFacts(change: Partial<AccountFacts> = {}): AccountFacts {
  return {
    name: 'PRAC-1',
    mode: 'PRACTICE',
    state: 'RUN',
    dayNet: 120.5,
    openPnl: 12,
    positions: [{ book: 'MNQ', symbol: 'MNQZ6', side: 'long', quantity: 1, isProtected: true }],
    workingOrders: 2,
    isSimulated: false,
    ...change,
  };
}
