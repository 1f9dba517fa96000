import {
  callOf,
  type AnyCallInput,
  type CallInput,
  type ErrorCode,
  type HttpCall,
  type HttpError,
  type HUB_ROUTES,
  type Reply,
  type RouteDeclaration,
  type RouteTable,
  type SYMBOL_ROUTES,
} from '../../engine/wire/index.ts';
import type { Prover } from '../proof/prover.ts';

/** Why there is no answer: the server's own code, or what this page found. */
export type FaultCode = ErrorCode | 'unreachable' | 'unreadable' | 'no_key' | 'no_passkey';

/** A call to one server with this page's token. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** status 0: the server did not answer; -1: nothing was asked. */
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: FaultCode;
      readonly message: string;
      /** Seconds until the server takes it again, where it said so. */
      readonly waitS?: number;
    };

/** The input of a call, which may be left out where the route wants none, and its patience in milliseconds. */
export type CallArguments<I> =
  Record<string, never> extends I ? [input?: I, timeoutMs?: number] : [input: I, timeoutMs?: number];

/** Calls of one server, by the names of its route table. */
export interface Client<T extends RouteTable> {
  readonly base: string;
  readonly call: <N extends keyof T & string>(
    name: N,
    ...given: CallArguments<CallInput<T[N]>>
  ) => Promise<Answer<Reply<T[N]>>>;
}
export type HubClient = Client<typeof HUB_ROUTES>;
export type SymbolClient = Client<typeof SYMBOL_ROUTES>;

async function fault(response: Response): Promise<Answer<never>> {
  try {
    const { error } = (await response.json()) as HttpError;
    const waitS = error.details?.['retryAfterS'];
    return {
      ok: false,
      status: response.status,
      code: error.code,
      message: error.message,
      ...(typeof waitS === 'number' ? { waitS } : {}),
    };
  } catch {
    return {
      ok: false,
      status: response.status,
      code: 'unreadable',
      message: `the server answered ${response.status}`,
    };
  }
}

const GET_TIMEOUT_MS = 15_000;
const CHANGE_TIMEOUT_MS = 8_000;
/** A password is judged slowly by design, one after the other: on a busy machine it takes seconds. */
const PROOF_TIMEOUT_MS = 30_000;

function patienceFor({ method, limit }: RouteDeclaration): number {
  if (method === 'GET') return GET_TIMEOUT_MS;
  return limit === 'login' ? PROOF_TIMEOUT_MS : CHANGE_TIMEOUT_MS;
}

export interface ClientPlace {
  /** Of the server: what its paths are put behind. */
  readonly base: string;
  readonly token: () => string | undefined;
  /** Proves that the token is this page's. Undefined: the page has no token here. */
  readonly prover: Prover | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

const NO_KEY = {
  ok: false,
  status: -1,
  code: 'no_key',
  message: 'This browser gives the page no key: open it over HTTPS, or on the machine that Pitwall runs on.',
} as const;

/** What proves, with this call, who the page is. */
async function proofOf({ base, token, prover }: ClientPlace, call: HttpCall): Promise<Record<string, string>> {
  if (prover === undefined) return {};
  const shown = token();
  const dpop = await prover.ofCall(call.method, base + call.path, shown);
  return shown === undefined ? { dpop } : { dpop, authorization: `DPoP ${shown}` };
}

async function ask<T>(place: ClientPlace, call: HttpCall, signal: AbortSignal): Promise<Answer<T>> {
  let headers: Record<string, string>;
  try {
    headers = await proofOf(place, call);
  } catch {
    return NO_KEY;
  }
  if (call.body !== undefined)
    headers['content-type'] = typeof call.body === 'string' ? 'application/json' : 'application/octet-stream';
  const body = call.body ?? null;
  let response: Response;
  try {
    response = await place.fetch(place.base + call.path, { method: call.method, body, headers, signal });
  } catch {
    return { ok: false, status: 0, code: 'unreachable', message: 'no answer' };
  }
  const nonce = response.headers.get('dpop-nonce');
  if (nonce !== null) place.prover?.heard(place.base, nonce);
  if (!response.ok) return fault(response);
  try {
    // Of our own server, which holds its answers to the same declarations.
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false, status: response.status, code: 'unreadable', message: 'the answer is not JSON' };
  }
}

/** Asks once more where the server wanted a younger nonce: it gave one, and did nothing else. */
async function send<T>(place: ClientPlace, call: HttpCall, timeoutMs: number): Promise<Answer<T>> {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await ask<T>(place, call, signal);
  return !answer.ok && answer.code === 'use_dpop_nonce' ? ask(place, call, signal) : answer;
}

/** A client of the server whose routes these are. */
export function createClient<T extends RouteTable>(routes: T, place: ClientPlace): Client<T> {
  return {
    base: place.base,
    call: (name, ...given) => {
      // `CallArguments` has held the input to this route's; `callOf` forms the path and body of any.
      const route = routes[name] as T[typeof name];
      return send(place, callOf(route, given[0] as AnyCallInput | undefined), given[1] ?? patienceFor(route));
    },
  };
}
