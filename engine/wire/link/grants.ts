import { z } from 'zod';
import { ROLES } from '../../domain/role.ts';

/**
 * A credential that stands at this moment, as every door has to know it: an owner's page, a user's log-in, a paired
 * device. Times are wall time. What is not in the list is nobody.
 */
export const grant = z.strictObject({
  /** `sid` of its tokens. */
  id: z.string(),
  kind: z.enum(['page', 'user', 'device']),
  userId: z.string(),
  userName: z.string(),
  /** Of a user: that of the user's row now. */
  role: z.enum(ROLES),
  device: z.string(),
  endsMs: z.number(),
  /** SHA-256 of a device's token. */
  token: z.string().optional(),
  /** Thumbprint of the key that a page holds. */
  jkt: z.string().optional(),
  /** Who asked for the link of a page: it ends with that grant. Absent: the owner's token. */
  parent: z.string().optional(),
  /** Of a user: how long the password that was typed last carries trading rights. */
  tradesUntilMs: z.number().optional(),
  /** How long the password that was typed last carries an owner's rights. */
  ownsUntilMs: z.number().optional(),
});
export type Grant = z.infer<typeof grant>;

/** Every grant that stands, and the owner's rule for other machines. */
export const grants = z.strictObject({
  /** Of the hub's clock. */
  madeMs: z.number(),
  /** On PRACTICE and LIVE other machines may do more than look. */
  remoteCommands: z.boolean(),
  grants: z.array(grant).readonly(),
});
export type Grants = z.infer<typeof grants>;

/** Before anything was told: nobody but the owner's token, and other machines only look. */
export const NO_GRANTS: Grants = { madeMs: 0, remoteCommands: false, grants: [] };
