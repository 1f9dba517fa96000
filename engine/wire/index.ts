/**
 * Everything public that goes over a wire. The private link between our processes is another room, `wire/link`.
 *
 * "Document 000" to "document 004" in comments are the five descriptions that clients were written against before there
 * was this program: 000 of a strategy's own server, 001 to 004 of the hub. They are not in this repository; their names
 * stand here and do not change. docs/wire.md tells what each one has, and what we added.
 */
export { AUDIT_KINDS, type AuditKind } from '../domain/audit.ts';
export { isLoopback } from '../domain/loopback.ts';
export { ROLES, type Role, roleIncludes } from '../domain/role.ts';
export * from './client-call.ts';
export * from './declaration.ts';
export * from './error.ts';
export * from './receipt.ts';
export * from './told-reason.ts';
export * from './values.ts';
export * from './symbol/chart.ts';
export * from './symbol/events.ts';
export * from './symbol/routes.ts';
export * from './symbol/status.ts';
export * from './symbol/trade.ts';
export * from './hub/chat.ts';
export * from './hub/market.ts';
export * from './hub/notice.ts';
export * from './hub/order.ts';
export * from './hub/pnl.ts';
export * from './hub/portfolio.ts';
export * from './hub/position.ts';
export * from './hub/recording.ts';
export * from './hub/routes-account.ts';
export * from './hub/routes-auth.ts';
export * from './hub/routes-command.ts';
export * from './hub/routes-machine.ts';
export * from './hub/routes-notice.ts';
export * from './hub/routes-passkeys.ts';
export * from './hub/routes-people.ts';
export * from './hub/routes-recordings.ts';
export * from './hub/routes-security.ts';
export * from './hub/routes-settings.ts';
export * from './hub/routes.ts';
export * from './hub/sends.ts';
export * from './hub/session.ts';
export * from './hub/strategy.ts';
export * from './hub/takes.ts';
export * from './pitwall/account.ts';
export * from './pitwall/contract.ts';
export * from './pitwall/machine.ts';
export * from './pitwall/order.ts';
export * from './pitwall/source.ts';
export * from './pitwall/strategy.ts';
export * from './pitwall/trade.ts';
