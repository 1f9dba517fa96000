import type { Role } from '../../../engine/wire/index.ts';
import type { HubRig } from './hub-rig.ts';
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
  readonly cookie?: string;
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
  async page(by = OWNER_TOKEN): Promise<Held> {
    const before = await this.ids();
    const link = await this.good<{ url: string }>('POST', '/api/auth/link', by);
    const code = link.body.url.split('#open=')[1];
    const opened = await this.good<{ token: string }>('POST', '/api/auth/redeem', undefined, { code });
    return { token: opened.body.token, id: await this.newId(before), ...cookieOf(opened) };
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
    return { token, refreshToken, sessionID, userId, userName, id, ...cookieOf(answer) };
  }

  async device(role: Role = 'trader', days = 30): Promise<Held> {
    const pairing = await this.good<{ code: string }>('POST', '/api/devices/pairing', OWNER_TOKEN, {
      name: 'phone',
      role,
      days,
    });
    const { body } = await this.good<{ token: string; deviceId: string }>('POST', '/api/pair', undefined, {
      code: pairing.body.code,
    });
    return { token: body.token, id: body.deviceId };
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

function cookieOf({ headers }: Answer<unknown>): { readonly cookie?: string } {
  const cookie = headers.get('set-cookie')?.split(';')[0];
  return cookie === undefined ? {} : { cookie };
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
