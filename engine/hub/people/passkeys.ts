import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { printable } from '../../domain/printable.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MadePasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '../../wire/index.ts';
import { Challenges } from './challenges.ts';
import type { HubRows } from './hub-rows.ts';
import { CODE_LIFE_MS } from './one-time-codes.ts';

/** Passkeys of one user. */
const MOST_OF_ONE = 20;
/** EdDSA, ES256, RS256: what authenticators make, by COSE number. */
const ALGORITHMS = [-8, -7, -257];

export const passkeyRow = z.object({
  userId: z.string(),
  /** As its user calls it. */
  name: z.string(),
  /** The name that it was made under (WebAuthn's RP ID), and is good for. */
  host: z.string(),
  /** As the authenticator calls it, base64url. */
  credentialId: z.string(),
  /** COSE, base64url. No secret: the private half is in the authenticator. */
  publicKey: z.string(),
  /** The authenticator's signatures; 0 where it does not count. */
  counter: z.int(),
  isSynced: z.boolean(),
  createdMs: z.number(),
  lastUsedMs: z.number().optional(),
});
export type PasskeyRow = z.infer<typeof passkeyRow>;

/** Who makes a passkey. */
export interface Maker {
  readonly user: UserRow;
  readonly sessionId: string;
  /** Where the page stands. */
  readonly origin: string;
  /** False when the user was changed or removed since the row was read. */
  readonly isPresent: () => boolean;
}

/** The library reads what authenticators write; 26 MB that nobody needs who has no passkey. */
const library = () => import('@simplewebauthn/server');

/**
 * The name that passkeys belong to at an origin.
 * @throws HttpFault conflict at an IP address: browsers make none there
 */
export function hostOf(origin: string): string {
  const { hostname, port } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) return hostname;
  throw new HttpFault(
    'conflict',
    `passkeys belong to a name, ${hostname} is an address: open http://localhost:${port}/login on the machine itself, ` +
      'or elsewhere the name of a certificate of your own',
  );
}

/** Passkeys of the users: made, named, removed, and whom one lets in. Whether somebody may do so is asked before. */
export class Passkeys {
  private readonly rows: HubRows<PasskeyRow>;
  private readonly clock: Clock;
  private readonly challenges: Challenges;

  constructor(rows: HubRows<PasskeyRow>, clock: Clock) {
    this.rows = rows;
    this.clock = clock;
    this.challenges = new Challenges(clock);
  }

  /** Oldest first. */
  of(userId: string): readonly (PasskeyRow & { readonly id: string })[] {
    return [...this.rows.entries()]
      .flatMap(([id, row]) => (row.userId === userId ? [{ id, ...row }] : []))
      .toSorted((a, b) => a.createdMs - b.createdMs);
  }

  /**
   * What the browser is asked to make for a user who has just been proven.
   * @param origin where the page stands
   * @throws HttpFault conflict at an IP address, or where the user has too many
   */
  begin(user: UserRow, sessionId: string, origin: string): PasskeyCreation {
    const host = hostOf(origin);
    const present = this.of(user.userId);
    if (present.length >= MOST_OF_ONE) throw tooMany();
    const { userId, userName } = user;
    return {
      challenge: this.challenges.make(makingBy(user, sessionId, origin)),
      rp: { id: host, name: 'Pitwall' },
      user: { id: handleOf(userId), name: userName, displayName: userName },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: CODE_LIFE_MS,
      attestation: 'none',
      excludeCredentials: present
        .filter((row) => row.host === host)
        .map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    };
  }

  /**
   * Keeps what the browser made for the user, session and page of `begin`. Resolves with its id when it is written.
   * @throws HttpFault bad_request where it does not hold, conflict where it is there already
   */
  async add(by: Maker, name: string, made: MadePasskey): Promise<PasskeyRow & { readonly id: string }> {
    const { user, sessionId, origin, isPresent } = by;
    const host = hostOf(origin);
    const { verifyRegistrationResponse } = await library();
    const { challenge, proven } = await this.held('bad_request', makingBy(user, sessionId, origin), (isGood) =>
      verifyRegistrationResponse({
        response: { ...made, clientExtensionResults: {} },
        expectedChallenge: isGood,
        expectedOrigin: origin,
        expectedRPID: host,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    const { registrationInfo: info } = proven;
    if (info === undefined) throw unproven('bad_request', 'its attestation is not signed by it');
    if (!this.challenges.use(challenge, user.userId) || !isPresent()) throw late('bad_request');
    const { credential, credentialDeviceType } = info;
    const id = idOf(credential.id);
    if (this.rows.get(id) !== undefined) throw new HttpFault('conflict', 'this passkey is there already');
    if (this.of(user.userId).length >= MOST_OF_ONE) throw tooMany();
    const row: PasskeyRow = {
      userId: user.userId,
      name,
      host,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      isSynced: credentialDeviceType === 'multiDevice',
      createdMs: this.clock.now(),
    };
    await this.rows.put(id, row);
    return { id, ...row };
  }

  /** @throws HttpFault not_found where the user has none of this id */
  async rename(userId: string, id: string, name: string): Promise<PasskeyRow & { readonly id: string }> {
    const row = await this.rows.update(id, (present) => (present.userId === userId ? { ...present, name } : undefined));
    if (row === undefined) throw unknown(id);
    return { id, ...row };
  }

  /** At once. Resolves with its name when it is in the file. @throws HttpFault not_found where the user has none of it */
  async remove(userId: string, id: string): Promise<string> {
    const row = this.rows.get(id);
    if (row?.userId !== userId) throw unknown(id);
    await this.rows.remove(id);
    return row.name;
  }

  /** All of a user who is removed, or logs in by password alone from now on. At once; resolves when it is written. */
  async drop(userId: string): Promise<void> {
    await Promise.all(this.of(userId).map(({ id }) => this.rows.remove(id)));
  }

  /** What the browser is asked to sign for a log-in. @throws HttpFault conflict at an IP address */
  request(origin: string): PasskeyRequest {
    return {
      challenge: this.challenges.make(loginAt(origin)),
      rpId: hostOf(origin),
      timeout: CODE_LIFE_MS,
      userVerification: 'required',
    };
  }

  /**
   * Whose passkey this is, which was used just now at a page of this origin.
   * @throws HttpFault unauthorized where it is nobody's, or what it signed does not hold
   */
  async prove(origin: string, answer: PasskeyAnswer): Promise<PasskeyRow> {
    const host = hostOf(origin);
    const id = idOf(answer.id);
    const row = this.rows.get(id);
    const { userHandle } = answer.response;
    if (row === undefined || typeof userHandle !== 'string' || userHandle !== handleOf(row.userId))
      throw new HttpFault(
        'unauthorized',
        'Authentication required: this passkey is not known here: it was removed, or is of another Pitwall',
      );
    const { verifyAuthenticationResponse } = await library();
    const { challenge, proven } = await this.held('unauthorized', loginAt(origin), (isGood) =>
      verifyAuthenticationResponse({
        response: { ...answer, response: { ...answer.response, userHandle }, clientExtensionResults: {} },
        expectedChallenge: isGood,
        expectedOrigin: origin,
        expectedRPID: host,
        requireUserVerification: true,
        // Whether it went on is judged below, with the row as it is then: two may be looked at at once.
        credential: {
          id: row.credentialId,
          publicKey: new Uint8Array(Buffer.from(row.publicKey, 'base64url')),
          counter: 0,
        },
      }),
    );
    if (!proven.verified) throw unproven('unauthorized', 'the signature is not of this passkey');
    if (!this.challenges.use(challenge, row.userId)) throw late('unauthorized');
    const { newCounter } = proven.authenticationInfo;
    return this.used(id, row, newCounter);
  }

  /** Counts a use of a passkey that is still there, and still the one that was looked at. */
  private used(id: string, proven: PasskeyRow, counter: number): PasskeyRow {
    let used: PasskeyRow | undefined;
    let isBehind = false;
    this.rows.updateSoon(id, (row) => {
      if (row.publicKey !== proven.publicKey) return undefined;
      isBehind = (counter > 0 || row.counter > 0) && counter <= row.counter;
      if (!isBehind) used = { ...row, counter, lastUsedMs: this.clock.now() };
      return used;
    });
    if (isBehind)
      throw unproven(
        'unauthorized',
        'its counter went back, so that there may be a copy of it: log in with your password and remove it',
      );
    if (used === undefined) throw unproven('unauthorized', 'it was removed meanwhile');
    return used;
  }

  /** What the library found good, with the challenge that was answered. */
  private async held<T>(
    code: 'unauthorized' | 'bad_request',
    purpose: string,
    verify: (isGood: (challenge: string) => boolean) => Promise<T>,
  ): Promise<{ readonly challenge: string; readonly proven: T }> {
    let challenge: string | undefined;
    let isLate = false;
    try {
      const proven = await verify((shown) => {
        challenge = shown;
        isLate = !this.challenges.isGood(shown, purpose);
        return !isLate;
      });
      return { challenge: challenge ?? '', proven };
    } catch (error) {
      // The library throws on whatever it is shown that is not as it should be.
      throw isLate ? late(code) : unproven(code, error instanceof Error ? error.message : String(error));
    }
  }
}

function makingBy({ userId, version }: UserRow, sessionId: string, origin: string): string {
  return JSON.stringify(['make', userId, version, sessionId, origin]);
}

function loginAt(origin: string): string {
  return JSON.stringify(['log in', origin]);
}

/** As authenticators keep the user with a passkey. */
function handleOf(userId: string): string {
  return Buffer.from(userId).toString('base64url');
}

/** Ids of credentials are up to a kilobyte long. */
function idOf(credentialId: string): string {
  return createHash('sha256').update(credentialId).digest('base64url');
}

function tooMany(): HttpFault {
  return new HttpFault('conflict', `you have ${MOST_OF_ONE} passkeys: remove one first`);
}

function unknown(id: string): HttpFault {
  return new HttpFault('not_found', `you have no passkey "${id}"`);
}

function late(code: 'unauthorized' | 'bad_request'): HttpFault {
  return unproven(code, 'it was answered too late, twice, or for something else: try again');
}

function unproven(code: 'unauthorized' | 'bad_request', why: string): HttpFault {
  const head = code === 'unauthorized' ? 'Authentication required: the' : 'the';
  return new HttpFault(code, `${head} passkey does not hold: ${printable(why).slice(0, 300)}`);
}
