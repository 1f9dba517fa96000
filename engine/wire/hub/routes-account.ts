import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { cockpitAccount } from '../pitwall/account.ts';
import { cockpitCatalog } from '../pitwall/contract.ts';
import { cockpitOrder } from '../pitwall/order.ts';
import { cockpitFill, cockpitTrade } from '../pitwall/trade.ts';
import { cockpitLog } from '../pitwall/machine.ts';
import { strategyView } from '../pitwall/strategy.ts';
import { receipt } from '../receipt.ts';
import { route } from '../route.ts';
import { chartPoint } from '../symbol/chart.ts';
import { chartQuery, queryTime } from '../symbol/routes.ts';
import { strategyRef } from '../values.ts';
import { calendarDay, drawdownPoint, equityCurve } from './pnl.ts';
import { positionUpdate } from './position.ts';
import { strategyEntry } from './strategy.ts';

const limit = (most: number) => z.coerce.number().int().min(1).max(most).optional();
const oneStrategy = strategyRef.optional();

/** Reading the account. */
export const HUB_ACCOUNT_ROUTES = {
  account: route('GET', '/api/account', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'The account.',
    reply: cockpitAccount,
  }),
  positions: route('GET', '/api/positions', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Open positions.',
    reply: z.array(positionUpdate),
  }),
  orders: route('GET', '/api/orders', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "Orders that are not closed; with all=true the trading day's.",
    query: z.object({ all: z.stringbool().optional(), strategy: oneStrategy }),
    reply: z.array(cockpitOrder),
  }),
  trades: route('GET', '/api/trades', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "Trades that closed in [from, to) or on a trading day (day), newest last, at most 5,000; else today's.",
    query: z.object({
      from: queryTime,
      to: queryTime,
      day: z.iso.date().optional(),
      strategy: oneStrategy,
      limit: limit(20_000),
    }),
    reply: z.array(cockpitTrade),
  }),
  fills: route('GET', '/api/fills', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "Fills in [from, to), newest last, at most the newest 5,000; without them today's. What a client missed.",
    query: z.object({ from: queryTime, to: queryTime, strategy: oneStrategy, limit: limit(20_000) }),
    reply: z.array(cockpitFill),
  }),
  strategies: route('GET', '/api/strategies', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'The strategies with their servers.',
    reply: z.array(strategyEntry),
  }),
  views: route('GET', '/api/strategies/views', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "The strategies' own views, as in pitwall:strategy.",
    reply: z.array(strategyView),
  }),
  log: route('GET', '/api/log', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'The last lines of the activity log, oldest first.',
    query: z.object({ strategy: oneStrategy, limit: limit(1_000) }),
    reply: z.array(cockpitLog),
  }),
  receipts: route('GET', '/api/receipts', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "The last flattens' receipts of the present run, oldest first; of a strategy: its own and the account's.",
    query: z.object({ strategy: oneStrategy, limit: limit(1_000) }),
    reply: z.array(receipt),
  }),
  contracts: route('GET', '/api/contracts', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Contract roots with tick, decimals and regular hours, and when a trading day begins.',
    reply: cockpitCatalog,
  }),
  chart: route('GET', '/api/chart', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Chart points of a strategy, oldest first, at most the newest 5,000.',
    query: chartQuery.extend({ strategy: strategyRef }),
    reply: z.array(chartPoint),
  }),
  calendar: route('GET', '/api/dashboard/pnl-calendar', {
    from: ['003'],
    access: 'viewer',
    doc: 'P&L by exchange trading day: by how much equity changed in it; default the last 30 days.',
    query: z.object({ start_date: queryTime, end_date: queryTime, strategy_id: oneStrategy }),
    reply: z.strictObject({ calendar_data: z.array(calendarDay) }),
  }),
  drawdown: route('GET', '/api/dashboard/pnl-drawdown-chart', {
    from: ['003'],
    access: 'viewer',
    doc: 'P&L and drawdown in about `points` points that keep every extreme; default today and 1,000.',
    query: z.object({ strategy_id: oneStrategy, start: queryTime, end: queryTime, points: limit(10_000) }),
    reply: z.strictObject({ chart_data: z.array(drawdownPoint) }),
  }),
  equity: route('GET', '/api/equity', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Equity over trading days and its drawdown from the high-water mark, in about `points` points that keep every extreme; default today and 1,000.',
    query: z.object({ strategy: oneStrategy, from: queryTime, to: queryTime, points: limit(10_000) }),
    reply: equityCurve,
  }),
} as const satisfies RouteTable;
