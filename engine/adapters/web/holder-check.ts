import type { FastifyRequest } from 'fastify';
import type { Socket } from 'socket.io';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { Credential, Shown } from './credential.ts';
import { HttpFault } from './http-fault.ts';
import { CONNECT } from '../proof/proof.ts';
import type { ProofCheck, Proven } from '../proof/proof-check.ts';

/** A credential that whoever shows it holds; or why it is worth nothing from him. */
export type Held<T extends Bound = Credential> =
  { readonly ok: true; readonly credential: T } | ({ readonly ok: false } & SocketErrorMessage);

type Bound = Pick<Credential, 'jkt'>;

type CallRequest = Pick<FastifyRequest, 'headers' | 'method' | 'protocol' | 'url'>;
type ConnectingSocket = Pick<Socket, 'handshake'> & { readonly nsp: { readonly name: string } };

/**
 * For every door of a server: a token that is bound to a key counts only with a proof of that key, made for this server
 * and this call (RFC 9449); others count as they are. Programs have tokens that are bound to nothing.
 */
export class HolderCheck {
  private readonly proofs: ProofCheck;
  private readonly ownOrigins: () => readonly string[];
  /** A proof is good once, and a call may be asked about twice: at its door, and by what it is for. */
  private readonly proven = new WeakMap<object, Promise<Proven>>();

  /** `ownOrigins`: of this server alone; what was shown at another port of the installation is nothing here. */
  constructor(proofs: ProofCheck, ownOrigins: () => readonly string[]) {
    this.proofs = proofs;
    this.ownOrigins = ownOrigins;
  }

  /** For the next proof of whoever asks. */
  nonce(): string {
    return this.proofs.nonce();
  }

  ofCall<T extends Bound>(credential: T, shown: Shown, request: CallRequest): Promise<Held<T>> {
    return held(credential, shown, () => this.proveCall(request, shown.proof, shown.token));
  }

  ofSocket(credential: Credential, shown: Shown, socket: ConnectingSocket): Promise<Held> {
    const { headers, secure } = socket.handshake;
    const { proof, token } = shown;
    return held(credential, shown, () =>
      this.prove(proof, { secure, host: headers.host, method: CONNECT, path: socket.nsp.name, token }),
    );
  }

  /**
   * The thumbprint of the key that a call without a token proves, which is to be given one. Undefined: it shows none.
   * @throws HttpFault where the proof does not hold
   */
  async keyOf(request: CallRequest): Promise<string | undefined> {
    const { dpop } = request.headers;
    if (typeof dpop !== 'string') return undefined;
    const proven = await this.proveCall(request, dpop, undefined);
    if (!proven.ok) throw new HttpFault(proven.code, proven.message);
    return proven.jkt;
  }

  /** Under which of this server's own addresses a call came; undefined: its Host is another's. */
  originOf({ protocol, headers }: Pick<CallRequest, 'headers' | 'protocol'>): string | undefined {
    return this.ownOrigin(protocol === 'https', headers.host);
  }

  private proveCall(request: CallRequest, proof: string | undefined, token: string | undefined): Promise<Proven> {
    const known = this.proven.get(request);
    if (known !== undefined) return known;
    const { headers, method, protocol, url: path } = request;
    const proving = this.prove(proof, { secure: protocol === 'https', host: headers.host, method, path, token });
    this.proven.set(request, proving);
    return proving;
  }

  private async prove(
    proof: string | undefined,
    call: {
      readonly secure: boolean;
      readonly host: string | undefined;
      readonly method: string;
      readonly path: string;
      readonly token: string | undefined;
    },
  ): Promise<Proven> {
    const { secure, host = '', method, path, token } = call;
    if (this.ownOrigin(secure, host) === undefined)
      return { ok: false, code: 'invalid_dpop_proof', message: 'Authentication required: the Host is another server' };
    const url = `${secure ? 'https' : 'http'}://${host}${path}`;
    return this.proofs.check(proof, { method, url, token });
  }

  private ownOrigin(secure: boolean, host = ''): string | undefined {
    const base = `${secure ? 'https' : 'http'}://${host}`;
    const origin = URL.canParse(base) ? new URL(base).origin : undefined;
    return origin !== undefined && this.ownOrigins().includes(origin) ? origin : undefined;
  }
}

async function held<T extends Bound>(
  credential: T,
  { isBound }: Shown,
  prove: () => Promise<Proven>,
): Promise<Held<T>> {
  const { jkt } = credential;
  if (jkt === undefined && !isBound) return { ok: true, credential };
  if (jkt === undefined) return refused('this token is bound to no key: it is shown as Bearer');
  if (!isBound) return refused('this token is bound to a key: it is shown as DPoP, with a proof');
  const proven = await prove();
  if (!proven.ok) return proven;
  return proven.jkt === jkt ? { ok: true, credential } : refused('the proof is of another key');
}

function refused(detail: string): { readonly ok: false } & SocketErrorMessage {
  return { ok: false, code: 'invalid_dpop_proof', message: `Authentication required: ${detail}` };
}
