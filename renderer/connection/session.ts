import {
  FINGERPRINT_FRAGMENT,
  HUB_ROUTES,
  LOGIN_PATH,
  PAIR_FRAGMENT,
  type CallBody,
  type PasskeyAnswer,
  type RefreshReply,
  type Role,
} from '../../engine/wire/index.ts';
import type { Prover } from '../proof/prover.ts';
import type { SessionKind } from '../state/cockpit.ts';
import { loginRefusal, passkeyRefusal, type LoginRefusal } from '../state/login-words.ts';
import { createClient, type Answer, type HubClient } from './http.ts';
import type { BrowserPasskeys } from './passkeys.ts';

/** What the page keeps in sessionStorage: it ends with the tab. Without the page's key it is worth nothing. */
const TOKEN_KEY = 'pitwall.token';
const REFRESH_KEY = 'pitwall.refresh';
/** Of a device that the owner has not confirmed yet. */
const PAIRING_KEY = 'pitwall.pairing';
/** What every tab of this browser may use: a token for looking. The tab that got it has it too, to know it again. */
const READING_KEY = 'pitwall.reading';
/** The session of this tab ended: it does not look by what another tab got, until somebody comes in by it again. */
const OUT_KEY = 'pitwall.out';

export interface Admission {
  readonly token: string;
  /** False for one that another tab got: it is good for looking. */
  readonly mayAct: boolean;
  readonly role: Role;
  readonly kind: SessionKind;
  readonly userName: string;
  readonly device: string;
}

/** Paired, and not confirmed by the owner yet. */
export interface Waiting {
  readonly device: string;
  /** Of the certificate that this device must have been shown, as the link said; empty: it said nothing. */
  readonly fingerprint: string;
}

export type Admitted =
  | { readonly ok: true; readonly admission: Admission }
  | { readonly ok: false; readonly reason: string; readonly waiting?: Waiting };

type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface PageDoor {
  readonly hash: () => string;
  readonly clearHash: () => void;
  /** Of the page's address. */
  readonly path: () => string;
  /** The address becomes the cockpit's own, without a new page. */
  readonly goHome: () => void;
  /** Of this tab, and of every tab of this browser. */
  readonly tab: Keep;
  readonly browser: Keep;
  /** Of the hub that served this page. */
  readonly origin: string;
  readonly prover: Prover;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** What the address's fragment asks: a one-time code, a pairing code, the strategy to show first. */
export interface Fragment {
  readonly open: string | undefined;
  readonly pair: string | undefined;
  readonly fingerprint: string | undefined;
  readonly strategy: string | undefined;
}

export function readFragment(hash: string): Fragment {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const one = (name: string): string | undefined => given.get(name) ?? undefined;
  return {
    open: one('open'),
    pair: one(PAIR_FRAGMENT),
    fingerprint: one(FINGERPRINT_FRAGMENT),
    strategy: one('strategy'),
  };
}

/** The hub that served this page. */
function hubOf(door: PageDoor, token?: string): HubClient {
  const { origin: base, prover, fetch } = door;
  return createClient(HUB_ROUTES, { base, token: () => token, prover, fetch });
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

/** Somebody is in by this tab. */
function cameIn(door: PageDoor, token: string): void {
  door.tab.setItem(TOKEN_KEY, token);
  door.tab.removeItem(OUT_KEY);
}

/** Nobody is any more: what came with the session goes with it, and nothing else. */
function wentOut(door: PageDoor): void {
  const reading = door.tab.getItem(READING_KEY);
  if (reading !== null && door.browser.getItem(READING_KEY) === reading) door.browser.removeItem(READING_KEY);
  for (const key of [TOKEN_KEY, REFRESH_KEY, READING_KEY]) door.tab.removeItem(key);
  door.tab.setItem(OUT_KEY, 'true');
}

async function redeem(door: PageDoor, code: string): Promise<Admitted> {
  const answer = await answered(hubOf(door).call('redeem', { body: { code } }));
  if (!answer.ok && answer.code === 'no_key') return refusal(answer, '');
  if (!answer.ok)
    return { ok: false, reason: 'This link was used before or is older than two minutes. Ask for a new one.' };
  const { token, readingToken, role, userName, device } = answer.value;
  cameIn(door, token);
  door.tab.setItem(READING_KEY, readingToken);
  door.browser.setItem(READING_KEY, readingToken);
  return { ok: true, admission: { token, mayAct: true, role, kind: 'page', userName, device } };
}

async function pair(door: PageDoor, code: string, fingerprint: string): Promise<Admitted> {
  const answer = await answered(hubOf(door).call('pair', { body: { code } }));
  if (!answer.ok) return refusal(answer, 'This pairing code was used before or is older than two minutes.');
  const { token, name: device } = answer.value;
  const waiting = { device, fingerprint };
  door.tab.setItem(PAIRING_KEY, JSON.stringify({ token, ...waiting }));
  return { ok: false, reason: '', waiting };
}

/** A device of this tab that was paired: waiting still, else nothing is said and it has its token, or none. */
async function confirmed(door: PageDoor): Promise<Admitted | undefined> {
  const kept = door.tab.getItem(PAIRING_KEY);
  if (kept === null) return undefined;
  // Written by this module, in this tab alone.
  const { token, ...waiting } = JSON.parse(kept) as Waiting & { readonly token: string };
  const answer = await answered(hubOf(door, token).call('pairing'));
  if (answer.ok ? answer.value.state === 'waiting' : answer.status !== 401) return { ok: false, reason: '', waiting };
  door.tab.removeItem(PAIRING_KEY);
  if (answer.ok) cameIn(door, token);
  return answer.ok ? undefined : refusal(answer, 'This device was not confirmed.');
}

/** With the token of this tab; one that never had any, with one for looking that another tab got. */
export async function recall(door: PageDoor): Promise<Admitted> {
  const own = door.tab.getItem(TOKEN_KEY);
  const wasIn = own !== null || door.tab.getItem(REFRESH_KEY) !== null;
  const admitted = own === null ? undefined : await recallWith(door, own, door.tab, TOKEN_KEY);
  if (admitted !== undefined) return admitted;
  const refreshed = await refresh(door);
  if (refreshed !== undefined) return refreshed;
  if (wasIn) wentOut(door);
  if (door.tab.getItem(OUT_KEY) !== null) {
    return { ok: false, reason: 'The session of this page ended. Log in, or open the cockpit with a new link.' };
  }
  const reading = door.browser.getItem(READING_KEY);
  const looking = reading === null ? undefined : await recallWith(door, reading, door.browser, READING_KEY);
  if (looking?.ok === true) return { ok: true, admission: { ...looking.admission, mayAct: false, role: 'viewer' } };
  return (
    looking ?? {
      ok: false,
      reason: 'This page has no key. Open the cockpit with the link that Pitwall printed at its start, or log in.',
    }
  );
}

/** Undefined: the token is not good any more, and forgotten. */
async function recallWith(door: PageDoor, token: string, keep: Keep, name: string): Promise<Admitted | undefined> {
  const answer = await judged(hubOf(door, token).call('me'));
  if (answer.ok) {
    const { role, kind, userName, device } = answer.value;
    return { ok: true, admission: { token, mayAct: true, role, kind, userName, device } };
  }
  if (answer.status !== 401) return refusal(answer, 'The hub does not let this page in now.');
  keep.removeItem(name);
  return undefined;
}

function keep(door: PageDoor, reply: RefreshReply): Extract<Admitted, { readonly ok: true }> {
  cameIn(door, reply.token);
  door.tab.setItem(REFRESH_KEY, reply.refreshToken);
  const { token, role, userName } = reply;
  return { ok: true, admission: { token, mayAct: true, role, kind: 'user', userName, device: 'browser' } };
}

/**
 * A new token for the refresh token of this tab; undefined where it has none that is good. Only the hub's word that it is
 * not good takes it away: a crowded or failing hub may take it later.
 */
export async function refresh(door: PageDoor): Promise<Admitted | undefined> {
  const refreshToken = door.tab.getItem(REFRESH_KEY);
  if (refreshToken === null) return undefined;
  const answer = await judged(hubOf(door).call('refresh', { body: { refreshToken } }));
  if (answer.ok) return keep(door, answer.value);
  if (answer.status === 401) door.tab.removeItem(REFRESH_KEY);
  return undefined;
}

export type Credentials = CallBody<typeof HUB_ROUTES.login>;

export type LoggedIn = Extract<Admitted, { readonly ok: true }> | ({ readonly ok: false } & LoginRefusal);

export async function logIn(door: PageDoor, credentials: Credentials): Promise<LoggedIn> {
  const answer = await hubOf(door).call('login', { body: credentials });
  return answer.ok ? keep(door, answer.value) : { ok: false, ...loginRefusal(answer) };
}

type Signer = Pick<BrowserPasskeys, 'sign'>;

/** Asks the hub what is to be signed, and the browser's user for a passkey. */
async function signed(hub: HubClient, { sign }: Signer): Promise<Answer<PasskeyAnswer>> {
  const asked = await hub.call('passkeyRequest');
  return asked.ok ? sign(asked.value) : asked;
}

export async function logInByPasskey(door: PageDoor, signer: Signer): Promise<LoggedIn> {
  const hub = hubOf(door);
  const shown = await signed(hub, signer);
  const answer = shown.ok ? await hub.call('passkeyLogin', { body: shown.value }) : shown;
  return answer.ok ? keep(door, answer.value) : { ok: false, ...passkeyRefusal(answer) };
}

/** Shows again who is there, where a password that was typed lately is wanted. Undefined: it went well. */
export async function showAgainByPasskey(hub: HubClient, signer: Signer): Promise<LoginRefusal | undefined> {
  const shown = await signed(hub, signer);
  const answer = shown.ok ? await hub.call('passkeyAgain', { body: shown.value }) : shown;
  return answer.ok ? undefined : passkeyRefusal(answer);
}

/**
 * Ends the session of the tab at the hub, as far as that answers, and forgets its keys in any case. What another tab got
 * for looking is that one's.
 */
export async function logOut(door: PageDoor, token: string | undefined): Promise<void> {
  await hubOf(door, token).call('logout');
  wentOut(door);
}

/** Does the address ask for a log-in? */
export function wantsLogin(door: Pick<PageDoor, 'path'>): boolean {
  return door.path() === LOGIN_PATH;
}

/**
 * Lets the page in: a one-time or pairing code in the address is redeemed and taken out of it at once; else the token of
 * this tab, else one for looking. A code that fails falls back to what the tab has. Throws where the hub does not answer.
 */
export async function enter(door: PageDoor): Promise<Admitted> {
  const { open, pair: pairing, fingerprint = '' } = readFragment(door.hash());
  if (open === undefined && pairing === undefined) return (await confirmed(door)) ?? recall(door);
  door.clearHash();
  const admitted = open === undefined ? await pair(door, pairing ?? '', fingerprint) : await redeem(door, open);
  if (admitted.ok || admitted.waiting !== undefined) return admitted;
  const recalled = await recall(door);
  return recalled.ok ? recalled : admitted;
}
