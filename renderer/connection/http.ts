import type { HttpError } from '../../engine/wire/index.ts';

/** A call to one server with this page's token. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** status 0: the server did not answer. */
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

export interface Caller {
  readonly base: string;
  readonly get: <T>(path: string, query?: Readonly<Record<string, string | number | undefined>>) => Promise<Answer<T>>;
  readonly post: <T>(path: string, body?: unknown, timeoutMs?: number) => Promise<Answer<T>>;
  readonly put: <T>(path: string, body: unknown) => Promise<Answer<T>>;
  readonly remove: <T>(path: string) => Promise<Answer<T>>;
}

async function fault(response: Response): Promise<Answer<never>> {
  try {
    const { error } = (await response.json()) as HttpError;
    return { ok: false, status: response.status, code: error.code, message: error.message };
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

export function createCaller(base: string, token: () => string | undefined): Caller {
  const call = async <T>(path: string, init: RequestInit, timeoutMs: number): Promise<Answer<T>> => {
    const bearer = token();
    const headers: Record<string, string> = {};
    if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
    if (init.body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(base + path, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    } catch {
      return { ok: false, status: 0, code: 'unreachable', message: 'no answer' };
    }
    if (!response.ok) return fault(response);
    try {
      return { ok: true, value: (await response.json()) as T };
    } catch {
      return { ok: false, status: response.status, code: 'unreadable', message: 'the answer is not JSON' };
    }
  };
  return {
    base,
    get: (path, query = {}) => {
      const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
      const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
      return call(search === '' ? path : `${path}?${search}`, {}, GET_TIMEOUT_MS);
    },
    post: (path, body = {}, timeoutMs = CHANGE_TIMEOUT_MS) =>
      call(path, { method: 'POST', body: JSON.stringify(body) }, timeoutMs),
    put: (path, body) => call(path, { method: 'PUT', body: JSON.stringify(body) }, CHANGE_TIMEOUT_MS),
    remove: (path) => call(path, { method: 'DELETE' }, CHANGE_TIMEOUT_MS),
  };
}
