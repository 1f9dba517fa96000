import type { Role } from '../../../engine/wire/index.ts';
import type { HubRig } from './hub-rig.ts';
import { PageClient } from './page-client.ts';
import { pairDevice } from './pair-device.ts';
import { type Answer, OWNER_TOKEN, call } from './symbol-rig.ts';

export const PASSWORD = 'correct horse 7';

/** A credential as its holder has it, with what the owner finds it by. */
export interface Held {
  readonly token: string;
  /** In `/api/devices`. */
  readonly id: string;
  readonly userName?: string;
  readonly refreshToken?: string;
  readonly sessionID?: string;
  readonly userId?: string;
  /** A page, which proves its key. */
  readonly page?: PageClient;
}

/** Ways of getting in to a hub of the test. */
export class Credentials {
  private readonly hub: () => HubRig;
  private count = 0;

  constructor(hub: () => HubRig) {
    this.hub = hub;
  }

  send<T = Record<string, unknown>>(method: string, path: string, token?: string, body?: unknown): Promise<Answer<T>> {
    return call<T>(this.hub().url, path, { method, token, ...(body === undefined ? {} : { body }) });
  }

  /** Opened by a link that `by` asked for. */
  async page(by?: Held): Promise<Held> {
    const before = await this.ids();
    const page = await PageClient.opened(this.hub().url, by?.page ?? by?.token ?? OWNER_TOKEN);
    return { token: page.token ?? '', id: await this.newId(before), page };
  }

  /** A log-in of a user that is made for it. */
  async logIn(role: Role = 'trader'): Promise<Held> {
    this.count += 1;
    const userName = `user ${this.count}`;
    await this.good('POST', '/api/users', OWNER_TOKEN, { userName, role, password: PASSWORD });
    return this.logInAs(userName);
  }

  async logInAs(userName: string, password = PASSWORD): Promise<Held> {
    const before = await this.ids();
    const answer = await this.good<Held>('POST', '/api/auth/login', undefined, { userName, password });
    const { token, refreshToken = '', sessionID = '', userId = '' } = answer.body;
    const id = await this.newId(before);
    return { token, refreshToken, sessionID, userId, userName, id };
  }

  async device(role: Role = 'trader', days = 30): Promise<Held> {
    const { token, deviceId } = await pairDevice(this.hub().url, { name: 'phone', role, days });
    return { token, id: deviceId };
  }

  /** @throws Error where it does not succeed */
  async good<T>(method: string, path: string, token?: string, body?: unknown): Promise<Answer<T>> {
    const answer = await this.send<T>(method, path, token, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  private async ids(): Promise<ReadonlySet<string>> {
    const { body } = await this.good<{ id: string }[]>('GET', '/api/devices', OWNER_TOKEN);
    return new Set(body.map(({ id }) => id));
  }

  private async newId(before: ReadonlySet<string>): Promise<string> {
    return [...(await this.ids())].find((id) => !before.has(id)) ?? '';
  }
}

/**
 * What a call with the credential answers. A page is asked for a younger nonce now and then.
 * @param ask makes the call with these headers
 */
export async function asHolder<T extends { readonly headers: { get(name: string): string | null } }>(
  held: Pick<Held, 'token' | 'page'>,
  method: string,
  url: string,
  ask: (headers: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const { page, token } = held;
  if (page === undefined) return ask({ authorization: `Bearer ${token}` });
  const proven = async (): Promise<T> => {
    const { origin, pathname } = new URL(url);
    const answer = await ask(await page.headers(pathname, method, origin));
    const nonce = answer.headers.get('dpop-nonce');
    if (nonce !== null) page.prover.heard(url, nonce);
    return answer;
  };
  const first = await proven();
  return first.headers.get('www-authenticate')?.includes('use_dpop_nonce') === true ? proven() : first;
}

/** A clock that the test puts forward. */
export function movable(clock: {
  now(): number;
  monotonicMs(): number;
  after(delayMs: number, callback: () => void): () => void;
}) {
  const ahead = { ms: 0 };
  return {
    ahead,
    clock: {
      now: () => clock.now() + ahead.ms,
      monotonicMs: () => clock.monotonicMs() + ahead.ms,
      after: (delayMs: number, callback: () => void) => clock.after(delayMs, callback),
    },
  };
}
