import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignJWT } from 'jose';
import { OWNER } from '../../../engine/adapters/web/credential.ts';
import { TokenCheck } from '../../../engine/adapters/web/token-check.ts';
import {
  HUB_ROUTES,
  type Role,
  ROLES,
  roleIncludes,
  type RouteDeclaration,
  SYMBOL_ROUTES,
} from '../../../engine/wire/index.ts';
import { asHolder, Credentials, type Held, movable } from '../../support/wire/credentials.ts';
import { accountOf } from '../../support/wire/fixtures.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { type HubRig, LIMITS, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, type SymbolRig, startSymbolServer, wallClock } from '../../support/wire/symbol-rig.ts';

/** Every route of every table at every door that serves it, with every kind of credential, against the declared role. */

/** Of a token: longer than the test. */
const LIFE_S = 15 * 60;
const JWT_SECRET = 'a shared secret of decent length 0123';
const { ahead, clock } = movable(wallClock);
let hub: HubRig;
let symbol: SymbolRig;
const people = new Credentials(() => hub);

interface Worth {
  readonly role: Role;
  /** Not for reading alone. */
  readonly mayAct: boolean;
  /** The password is older than an hour. */
  readonly isStale: boolean;
  /** No owner's password was typed on it within ten minutes, and it needs one. */
  readonly ownsNothing: boolean;
}

/** A credential, and what it should be worth; undefined: nobody. */
interface Shown {
  readonly name: string;
  readonly held: Pick<Held, 'token' | 'page'>;
  readonly atHub: Worth | undefined;
  readonly atSymbol: Worth | undefined;
}

const bearer = (token: string) => ({ token });
const worth = (role: Role, but: Partial<Worth> = {}): Worth => ({
  role,
  mayAct: true,
  isStale: false,
  ownsNothing: false,
  ...but,
});
const everywhere = (name: string, token: string, role: Role, but: Partial<Worth> = {}): Shown => {
  const same = worth(role, but);
  return { name, held: bearer(token), atHub: same, atSymbol: same };
};
const nobody = (name: string, held: Shown['held']): Shown => ({
  name,
  held,
  atHub: undefined,
  atSymbol: undefined,
});
async function inTurn<T>(
  make: (role: Role) => Promise<T>,
): Promise<readonly { readonly role: Role; readonly held: T }[]> {
  const made: { role: Role; held: T }[] = [];
  for (const role of ROLES) made.push({ role, held: await make(role) });
  return made;
}

async function shown(): Promise<Shown[]> {
  const stale = await people.logIn('owner');
  const staleTrader = await people.logIn('trader');
  ahead.ms += 61 * 60_000;
  // The tokens of those two are over as well; their sessions are not.
  const renewed = async (refreshToken = ''): Promise<string> =>
    (await people.good<{ token: string }>('POST', '/api/auth/refresh', undefined, { refreshToken })).body.token;
  const staleOwnerToken = await renewed(stale.refreshToken);
  const staleTraderToken = await renewed(staleTrader.refreshToken);
  const page = await people.page();
  const left = await people.page();
  await left.page?.call('/api/auth/logout', { method: 'POST' });
  const logins = await inTurn((role) => people.logIn(role));
  const devices = await inTurn((role) => people.device(role));
  const revoked = await people.device('owner');
  await people.good('DELETE', `/api/devices/${revoked.id}`, OWNER_TOKEN);
  const owner = logins.find(({ role }) => role === 'owner')?.held ?? stale;
  const tokens = new TokenCheck({ ownerToken: OWNER_TOKEN, jwtSecret: JWT_SECRET, clock });
  const ownKey = await tokens.sign({ userId: 'owner', sessionId: 'made up', lifeMs: LIFE_S * 1_000 });
  const relay = await tokens.signRelay(OWNER, '127.0.0.1', LIFE_S * 1_000);
  // Both keys are there; what one of them is shown with is not its own.
  const stolen = new PageClient(hub.url);
  stolen.token = page.token;
  const opened = await people.page();
  const looking = opened.page ?? stolen;
  looking.token = looking.readingToken;
  const bySecret = (sub: string, sid: string, lifeS: number): Promise<string> => {
    const seconds = Math.floor(clock.now() / 1_000);
    return new SignJWT({ role: 'owner', sid })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('pitwall')
      .setSubject(sub)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifeS)
      .sign(new TextEncoder().encode(JWT_SECRET));
  };
  return [
    nobody('nothing', bearer('')),
    nobody('rubbish', bearer('x'.repeat(43))),
    nobody('no token of ours', bearer('eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.')),
    everywhere("the owner's token", OWNER_TOKEN, 'owner'),
    { ...everywhere('a page', page.token, 'owner'), held: page },
    nobody('a page that logged out', left),
    nobody('the token of a page without its key', bearer(page.token)),
    nobody('the token of a page with the key of another', { token: page.token, page: stolen }),
    {
      ...everywhere('what a page keeps for looking', '', 'owner', { mayAct: false }),
      held: { token: '', page: looking },
    },
    ...logins.map(({ role, held }) => everywhere(`log-in: ${role}`, held.token, role)),
    ...devices.map(({ role, held }) => everywhere(`device: ${role}`, held.token, role, { ownsNothing: true })),
    nobody('a revoked device', bearer(revoked.token)),
    everywhere('an owner, password long ago', staleOwnerToken, 'owner', { isStale: true }),
    everywhere('a trader, password long ago', staleTraderToken, 'trader', { isStale: true }),
    nobody('a session id as a token', bearer(owner.sessionID ?? '')),
    nobody("a session's key as a token", bearer(owner.id)),
    nobody('a refresh token as a token', bearer(owner.refreshToken ?? '')),
    nobody('a session that never was, signed by our key', bearer(ownKey.token)),
    { ...nobody("the hub's own token", bearer(relay)), atSymbol: worth('owner') },
    nobody('the owner, signed by the shared secret', bearer(await bySecret('owner', 'made up', LIFE_S))),
    nobody("a page's session, signed by the shared secret", bearer(await bySecret('owner', page.id, LIFE_S))),
    nobody(
      'a log-in for a year, signed by the shared secret',
      bearer(await bySecret(owner.userId ?? '', owner.id, 31_536_000)),
    ),
    nobody("another's log-in, signed by the shared secret", bearer(await bySecret('owner', owner.id, LIFE_S))),
    everywhere('a log-in, signed by the shared secret', await bySecret(owner.userId ?? '', owner.id, LIFE_S), 'owner'),
  ];
}

/** As declared: what admission has to say. 0: go on. */
function expected(
  { method, freshPassword }: RouteDeclaration,
  access: RouteDeclaration['access'],
  by: Worth | undefined,
): number {
  if (access === 'open' || access === 'local') return 0;
  if (by === undefined || (method !== 'GET' && !by.mayAct)) return 401;
  if (!roleIncludes(by.role, access)) return 403;
  if (method === 'GET') return 0;
  if (freshPassword) return by.isStale || by.ownsNothing ? 401 : 0;
  return by.isStale && access === 'trader' ? 401 : 0;
}

/** What came of a call whose body nobody can read: who is let in gets no further, and nothing is changed. */
async function asked(url: string, { method, path }: RouteDeclaration, by: Shown): Promise<number> {
  const target = url + path.replaceAll(/:\w+/g, 'nobody');
  const isRead = method === 'GET';
  for (;;) {
    const answer = await asHolder(by.held, method, target, (headers) =>
      fetch(target, {
        method,
        headers: { ...headers, ...(isRead ? {} : { 'content-type': 'application/json' }) },
        ...(isRead ? {} : { body: '{' }),
      }),
    );
    await answer.text();
    if (answer.status === 401 || answer.status === 403) return answer.status;
    if (answer.status === 429) ahead.ms += 61_000;
    else if (isRead || answer.status === 400) return 0;
    else return answer.status;
  }
}

beforeAll(async () => {
  hub = await startHub({ clock, limits: { ...LIMITS, jwtSecret: JWT_SECRET } });
  symbol = await startSymbolServer('MNQ', { deps: { clock, jwtSecret: JWT_SECRET } });
  symbol.server.publishAccount(accountOf());
  hub.serve(symbol);
  hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
});
afterAll(async () => {
  await symbol.close();
  await hub.close();
});

it('every route does what it declares with every kind of credential', { timeout: 600_000 }, async () => {
  const credentials = await shown();
  // A device that waits has no credential yet: this route looks at its token itself (step-up.test.ts).
  const { pairing: _pairing, ...judged } = HUB_ROUTES;
  const hubRoutes: RouteDeclaration[] = Object.values(judged);
  const symbolRoutes: RouteDeclaration[] = Object.values(SYMBOL_ROUTES);
  const relayed = (ref: string) =>
    symbolRoutes.map((route) => ({
      door: `relay ${ref}`,
      url: `${hub.url}/symbols/${ref}`,
      route,
      access: route.access === 'local' ? ('viewer' as const) : route.access,
    }));
  const places = [
    ...hubRoutes.map((route) => ({ door: 'hub', url: hub.url, route, access: route.access })),
    ...symbolRoutes.map((route) => ({ door: 'symbol', url: symbol.url, route, access: route.access })),
    ...relayed('MNQ'),
    ...relayed('1'),
  ];
  const wrong: string[] = [];
  for (const { door, url, route, access } of places) {
    const found = credentials.map(async (by) => {
      const want = expected(route, access, door === 'symbol' ? by.atSymbol : by.atHub);
      const got = await asked(url, route, by);
      if (got !== want) wrong.push(`${door} ${route.method} ${route.path}, ${by.name}: expected ${want}, found ${got}`);
    });
    await Promise.all(found);
  }
  const pairs = places.length * credentials.length;
  console.info(`${pairs} pairs of route and credential`);
  expect(wrong).toEqual([]);
  expect(pairs).toBeGreaterThan(2_000);
});
