import { HUB_ROUTES, LOGIN_PATH, type CallBody, type RefreshReply, type Role } from '../../engine/wire/index.ts';
import type { SessionKind } from '../state/cockpit.ts';
import { loginRefusal, type LoginRefusal } from '../state/login-words.ts';
import { createClient, type Answer, type HubClient } from './http.ts';

/** What the page keeps: in sessionStorage, so that it ends with the tab and no other site or tab can read it. */
const TOKEN_KEY = 'pitwall.token';
const REFRESH_KEY = 'pitwall.refresh';

export interface Admission {
  /** Undefined: reading only, by the session cookie (or nothing). */
  readonly token: string | undefined;
  readonly role: Role;
  readonly kind: SessionKind;
  readonly userName: string;
  readonly device: string;
}

export type Admitted =
  { readonly ok: true; readonly admission: Admission } | { readonly ok: false; readonly reason: string };

export interface PageDoor {
  readonly hash: () => string;
  readonly clearHash: () => void;
  /** Of the page's address. */
  readonly path: () => string;
  /** The address becomes the cockpit's own, without a new page. */
  readonly goHome: () => void;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
}

/** What the address's fragment asks: a one-time code, a pairing code, the strategy to show first. */
export interface Fragment {
  readonly open: string | undefined;
  readonly pair: string | undefined;
  readonly strategy: string | undefined;
}

export function readFragment(hash: string): Fragment {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const one = (name: string): string | undefined => given.get(name) ?? undefined;
  return { open: one('open'), pair: one('pair'), strategy: one('strategy') };
}

/** The hub that served this page. */
function hubOf(door: PageDoor, token?: string): HubClient {
  return createClient(HUB_ROUTES, { base: '', token: () => token, fetch: door.fetch });
}

/** @throws Error where the hub does not answer */
async function answered<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await call;
  if (!answer.ok && answer.status === 0) throw new Error('the hub does not answer');
  return answer;
}

/** @throws Error where the hub does not answer, or has no time: what the tab holds may be good all the same */
async function judged<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await answered(call);
  if (!answer.ok && (answer.status === 429 || answer.status >= 500)) throw new Error(answer.message);
  return answer;
}

function refusal(answer: Extract<Answer<unknown>, { ok: false }>, otherwise: string): Admitted {
  const isSaid = answer.code !== 'unreadable' && answer.message !== '';
  return { ok: false, reason: isSaid ? answer.message : otherwise };
}

async function redeem(door: PageDoor, code: string): Promise<Admitted> {
  const answer = await answered(hubOf(door).call('redeem', { body: { code } }));
  if (!answer.ok)
    return { ok: false, reason: 'This link was used before or is older than two minutes. Ask for a new one.' };
  const { token, role, userName, device } = answer.value;
  door.storage.setItem(TOKEN_KEY, token);
  return { ok: true, admission: { token, role, kind: 'page', userName, device } };
}

async function pair(door: PageDoor, code: string): Promise<Admitted> {
  const answer = await answered(hubOf(door).call('pair', { body: { code } }));
  if (!answer.ok) return refusal(answer, 'This pairing code was used before or is older than two minutes.');
  const { token, role, name } = answer.value;
  door.storage.setItem(TOKEN_KEY, token);
  return { ok: true, admission: { token, role, kind: 'device', userName: name, device: name } };
}

/** What the tab already has: its token, else a new one for its refresh token, else the session cookie. */
export async function recall(door: PageDoor): Promise<Admitted> {
  const token = door.storage.getItem(TOKEN_KEY) ?? undefined;
  const answer = await judged(hubOf(door, token).call('me'));
  if (answer.ok) {
    const me = answer.value;
    // Without a token the cookie speaks: good for reading, whatever the user's role.
    const role = token === undefined ? 'viewer' : me.role;
    return { ok: true, admission: { token, role, kind: me.kind, userName: me.userName, device: me.device } };
  }
  if (token !== undefined && answer.status === 401) {
    door.storage.removeItem(TOKEN_KEY);
    return (await refresh(door)) ?? recall(door);
  }
  return {
    ok: false,
    reason: 'This page has no key. Open the cockpit with the link that Pitwall printed at its start, or log in.',
  };
}

function keep(door: PageDoor, reply: RefreshReply): { readonly ok: true; readonly admission: Admission } {
  door.storage.setItem(TOKEN_KEY, reply.token);
  door.storage.setItem(REFRESH_KEY, reply.refreshToken);
  const { token, role, userName } = reply;
  return { ok: true, admission: { token, role, kind: 'user', userName, device: 'browser' } };
}

/** A new token for the refresh token of this tab; undefined where it has none that is good. */
export async function refresh(door: PageDoor): Promise<Admitted | undefined> {
  const refreshToken = door.storage.getItem(REFRESH_KEY);
  if (refreshToken === null) return undefined;
  const answer = await judged(hubOf(door).call('refresh', { body: { refreshToken } }));
  if (answer.ok) return keep(door, answer.value);
  door.storage.removeItem(REFRESH_KEY);
  return undefined;
}

export type Credentials = CallBody<typeof HUB_ROUTES.login>;

export type LoggedIn = { readonly ok: true; readonly admission: Admission } | ({ readonly ok: false } & LoginRefusal);

export async function logIn(door: PageDoor, credentials: Credentials): Promise<LoggedIn> {
  const answer = await hubOf(door).call('login', { body: credentials });
  return answer.ok ? keep(door, answer.value) : { ok: false, ...loginRefusal(answer) };
}

/** Ends the session of the tab at the hub, as far as that answers, and forgets its keys in any case. */
export async function logOut(door: PageDoor, token: string | undefined): Promise<void> {
  await hubOf(door, token).call('logout');
  door.storage.removeItem(TOKEN_KEY);
  door.storage.removeItem(REFRESH_KEY);
}

/** Does the address ask for a log-in? */
export function wantsLogin(door: Pick<PageDoor, 'path'>): boolean {
  return door.path() === LOGIN_PATH;
}

/**
 * Lets the page in: a one-time or pairing code in the address is redeemed and taken out of it at once; else the token of
 * this tab, else the session cookie. A code that fails falls back to what the tab has. Throws where the hub does not
 * answer.
 */
export async function enter(door: PageDoor): Promise<Admitted> {
  const { open, pair: pairing } = readFragment(door.hash());
  if (open === undefined && pairing === undefined) return recall(door);
  door.clearHash();
  const admitted = open === undefined ? await pair(door, pairing ?? '') : await redeem(door, open);
  if (admitted.ok) return admitted;
  const recalled = await recall(door);
  return recalled.ok ? recalled : admitted;
}
