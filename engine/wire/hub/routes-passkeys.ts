import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, count, isoTime } from '../values.ts';
import { loginReply, proof, renewed } from './session.ts';

/** Bytes as WebAuthn's JSON has them. Attestations with their certificates are a few kilobytes. */
const bytes = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[\w-]+$/, { error: 'expected base64url' });
const passkeyName = clientText(60);
const byId = z.strictObject({ id: clientText(60) });
const type = z.literal('public-key');
const success = z.strictObject({ success: z.boolean() });

export const passkeyEntry = z.strictObject({
  id: z.string(),
  /** As its user calls it. */
  name: z.string(),
  /** Name of this installation that it was made under, and is good for: "localhost". */
  host: z.string(),
  /** Its maker says that other devices of the user may have it too. */
  isSynced: z.boolean(),
  made: isoTime,
  lastUsed: isoTime.nullable(),
});
export type PasskeyEntry = z.infer<typeof passkeyEntry>;

/** What the browser is asked to make (WebAuthn's `PublicKeyCredentialCreationOptionsJSON`). */
const creation = z.strictObject({
  challenge: z.string(),
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type, alg: z.int() })),
  /** Milliseconds. */
  timeout: count,
  attestation: z.literal('none'),
  excludeCredentials: z.array(z.strictObject({ id: z.string(), type })),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
});
export type PasskeyCreation = z.infer<typeof creation>;

/** What the browser is asked to sign (`PublicKeyCredentialRequestOptionsJSON`): with any passkey of this host. */
const request = z.strictObject({
  challenge: z.string(),
  rpId: z.string(),
  /** Milliseconds. */
  timeout: count,
  userVerification: z.literal('required'),
});
export type PasskeyRequest = z.infer<typeof request>;

const answered = { id: bytes, rawId: bytes, type };

/** What the browser made (`RegistrationResponseJSON`), as far as it is looked at. */
const made = z.object({
  ...answered,
  response: z.object({ clientDataJSON: bytes, attestationObject: bytes }),
});
export type MadePasskey = z.infer<typeof made>;

/** What the browser signed (`AuthenticationResponseJSON`), as far as it is looked at. */
export const passkeyAnswer = z.object({
  ...answered,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
  }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;

/** Passkeys (WebAuthn): keys of a user's own devices in the place of password and code. */
export const HUB_PASSKEY_ROUTES = {
  passkeys: route('GET', '/api/auth/passkeys', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "One's own passkeys. Null: no user who logged in asks.",
    reply: z.array(passkeyEntry).nullable(),
  }),
  beginPasskey: route('POST', '/api/auth/passkeys/begin', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'Begins a passkey: what the browser is asked to make, good once, for two minutes, for the session that asks. 409 where the page stands at an IP address: passkeys belong to a name.',
    audit: { kind: 'people', what: 'passkey-begin' },
    body: proof,
    reply: creation,
  }),
  addPasskey: route('POST', '/api/auth/passkeys', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'What the browser made: a passkey of this user from now on.',
    audit: { kind: 'people', about: ({ body }) => body.name },
    body: z.object({ name: passkeyName, made }),
    reply: passkeyEntry,
  }),
  renamePasskey: route('PUT', '/api/auth/passkeys/:id', {
    from: ['pitwall'],
    access: 'viewer',
    freshPassword: true,
    doc: "Calls one of one's own passkeys otherwise.",
    audit: { kind: 'people', about: ({ body }) => body.name },
    params: byId,
    body: z.object({ name: passkeyName }),
    reply: passkeyEntry,
  }),
  removePasskey: route('DELETE', '/api/auth/passkeys/:id', {
    from: ['pitwall'],
    access: 'viewer',
    freshPassword: true,
    doc: "Removes one of one's own passkeys: it lets nobody in any more. Sessions stay.",
    audit: { kind: 'people' },
    params: byId,
    reply: success,
  }),
  passkeyRequest: route('GET', '/api/auth/passkeys/request', {
    from: ['pitwall'],
    access: 'open',
    doc: 'What the browser is asked to sign for a log-in, good once, for two minutes. 409 where the page stands at an IP address: passkeys belong to a name.',
    reply: request,
  }),
  passkeyLogin: route('POST', '/api/auth/passkeys/login', {
    from: ['pitwall'],
    access: 'open',
    limit: 'login',
    doc: 'A log-in by a passkey, without name, password or code: the device has looked at who holds it. Gives what a log-in by password gives.',
    audit: { what: 'passkey-log-in' },
    body: passkeyAnswer,
    reply: loginReply,
  }),
  passkeyAgain: route('POST', '/api/auth/passkeys/reauthenticate', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: "What `POST /api/auth/reauthenticate` does, by a passkey in the place of password and code: one's own, and of a device or page an owner's.",
    audit: { kind: 'session', what: 'passkey-reauthenticate' },
    body: passkeyAnswer,
    reply: renewed,
  }),
} as const satisfies RouteTable;
