import { z } from 'zod';
import { epochMs, isoTime } from '../values.ts';

export const NOTIFICATION_TYPES = [
  'ORDER_FILLED',
  'ORDER_REJECTED',
  'ORDER_DENIED',
  'TRADE_CLOSED',
  'FLATTENED',
  'STATE_CHANGED',
  'RISK_ALERT',
  'NEW_DEVICE',
  'SYSTEM',
] as const;

/** Document 002. Kept with their read state over restarts. */
export const notification = z.strictObject({
  id: z.string(),
  userId: z.string(),
  type: z.enum(NOTIFICATION_TYPES),
  title: z.string(),
  message: z.string(),
  priority: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  read: z.boolean(),
  timestamp: epochMs,
  metadata: z.record(z.string(), z.unknown()),
});
export type NotificationMessage = z.infer<typeof notification>;

export const EVENT_TYPES = ['MARKET_ALERT', 'TRADE_SIGNAL', 'NEWS_UPDATE', 'RISK_ALERT', 'SYSTEM'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Document 004. */
export const eventNotification = z.strictObject({
  type: z.enum(EVENT_TYPES),
  title: z.string(),
  message: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  timestamp: isoTime,
});
export type EventNotification = z.infer<typeof eventNotification>;
