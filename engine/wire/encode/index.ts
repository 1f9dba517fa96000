/** Domain to wire, used by the servers alone. */
export * from './account.ts';
export * from './alert.ts';
export * from './chart.ts';
export * from './contract.ts';
export * from './order.ts';
export * from './pnl.ts';
export * from './position.ts';
export * from './reason.ts';
export * from './receipt.ts';
export * from './source.ts';
export * from './status.ts';
export * from './strategy.ts';
export * from './trade.ts';
export * from './units.ts';
