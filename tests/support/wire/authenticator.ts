import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { MadePasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '../../../engine/wire/index.ts';

/** Somebody touched it; and it knows who. */
const TOUCHED = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** What a page, or who pretends to be one, has it sign. */
export interface Signing {
  /** Where the page stands. */
  readonly origin: string;
  readonly type?: string;
  /** It has not looked at who holds it. */
  readonly isUnverified?: boolean;
  /** Its name of the host where that is not what it was asked for. */
  readonly host?: string;
}

/** One passkey of an authenticator, with the browser around it: answers as WebAuthn has them, right or wrong. */
export class Authenticator {
  /** Signatures so far; undefined: it does not count. */
  counter: number | undefined = 0;
  readonly credentialId = randomBytes(32).toString('base64url');
  private readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;
  private userHandle = '';

  constructor() {
    ({ publicKey: this.publicKey, privateKey: this.privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  }

  /** Makes the passkey that is asked for. */
  make(asked: PasskeyCreation, signing: Signing): MadePasskey {
    this.userHandle = asked.user.id;
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const key = Buffer.concat([Buffer.alloc(16), length, id, this.coseKey()]);
    const authData = Buffer.concat([this.authData(asked.rp.id, signing, WITH_KEY), key]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    const clientDataJSON = clientData('webauthn.create', asked.challenge, signing);
    return {
      ...this.named(),
      response: {
        clientDataJSON: clientDataJSON.toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
      },
    };
  }

  /** Signs what is asked for. */
  answer(asked: PasskeyRequest, signing: Signing): PasskeyAnswer {
    if (this.counter !== undefined) this.counter += 1;
    const authData = this.authData(asked.rpId, signing);
    const clientDataJSON = clientData('webauthn.get', asked.challenge, signing);
    const signed = createSign('SHA256').update(authData).update(sha256(clientDataJSON)).sign(this.privateKey);
    return {
      ...this.named(),
      response: {
        clientDataJSON: clientDataJSON.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signed.toString('base64url'),
        userHandle: this.userHandle,
      },
    };
  }

  private named() {
    const { credentialId: id } = this;
    return { id, rawId: id, type: 'public-key' as const };
  }

  private authData(rpId: string, { isUnverified = false, host = rpId }: Signing, more = 0): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8(TOUCHED | (isUnverified ? 0 : VERIFIED) | more, 0);
    tail.writeUInt32BE(this.counter ?? 0, 1);
    return Buffer.concat([sha256(host), tail]);
  }

  private coseKey(): Uint8Array {
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
    return isoCBOR.encode(key as never);
  }
}

function clientData(kind: string, challenge: string, { origin, type = kind }: Signing): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
