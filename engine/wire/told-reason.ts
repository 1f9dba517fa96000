import { z } from 'zod';
import { EXIT_REASONS, ORDER_REASONS, STANDING_REASONS } from '../domain/reasons.ts';
import { codesOf } from './values.ts';

/**
 * A reason is told the same everywhere: `reasonCode`, of a closed set, for programs, and `reason`, its words with what was
 * found, for people. An order has one when it was denied, refused, canceled or expired.
 */
export const orderReason = { reasonCode: codesOf(ORDER_REASONS), reason: z.string() };
/** Why a trade ended, or a flatten was begun. */
export const exitReason = { reasonCode: codesOf(EXIT_REASONS), reason: z.string() };
/** Why a book or the account is in its state. */
export const standingReason = { reasonCode: codesOf(STANDING_REASONS), reason: z.string() };
