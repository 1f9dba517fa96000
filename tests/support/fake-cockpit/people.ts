import type {
  AuditEntry,
  AuditKind,
  Exposure,
  Factors,
  PasskeyEntry,
  HUB_PEOPLE_ROUTES,
  HUB_ROUTES,
  Reply,
} from '../../../engine/wire/index.ts';
import { type FakeHandlers, refuse } from './declared.ts';
import { picture } from './figures.ts';

type User = Reply<typeof HUB_PEOPLE_ROUTES.users>[number];

/** What the made-up users' password is; any other is refused. */
export const FAKE_PASSWORD = 'correct horse 7';

const NO_FACTORS: Factors = { totp: false, recovery: null, trustedUntil: '2026-11-20T20:02:00.000Z' };

const AUDIT: readonly (readonly [time: string, actor: string, what: string, scope: string, result: string])[] = [
  ['2026-11-19T21:40:02.000Z', 'Ann', 'log-out', '', 'ok'],
  ['2026-11-20T13:58:41.000Z', 'owner', 'open-page', '', 'ok'],
  ['2026-11-20T14:02:10.000Z', 'owner', 'add-user', 'Bert (viewer)', 'ok'],
  ['2026-11-20T14:31:07.000Z', '', 'log-in', 'Bert', 'unauthorized'],
  ['2026-11-20T14:31:22.000Z', 'Bert', 'log-in', '', 'ok'],
  ['2026-11-20T15:07:54.000Z', 'Bert', 'stop', 'MNQ', 'forbidden'],
  ['2026-11-20T16:20:00.000Z', 'owner', 'start-pairing', 'phone (flatten)', 'ok'],
  ['2026-11-20T17:45:31.000Z', 'phone', 'flatten', 'MES', 'ok'],
  ['2026-11-20T18:02:19.000Z', 'Ann', 'start', 'account', 'ok'],
  ['2026-11-20T19:12:45.000Z', '', 'log-in', 'Ann', 'rate_limited'],
];

const KINDS: Readonly<Record<string, AuditKind>> = {
  'add-user': 'people',
  'start-pairing': 'devices',
  stop: 'command',
  start: 'command',
  flatten: 'command',
};

/** Users, second factors, audit log and exposure of the made-up installation. */
export class FakePeople {
  /** By what the page is in. */
  kind: 'page' | 'user' | 'device' = 'page';
  factors: Factors = NO_FACTORS;
  /** The password is too long ago for what wants one. */
  isStale = false;
  /** Whose password was typed again, where the page said so. */
  askedAs: string | undefined;
  readonly users: User[] = [
    { userId: 'user-1', userName: 'Ann', role: 'trader', created: '2026-10-02T09:00:00.000Z', totp: true, passkeys: 2 },
    {
      userId: 'user-2',
      userName: 'Bert',
      role: 'viewer',
      created: '2026-11-20T14:02:00.000Z',
      totp: false,
      passkeys: 0,
    },
  ];
  passkeys: PasskeyEntry[] = [
    {
      id: 'k-1',
      name: 'laptop',
      host: 'localhost',
      isSynced: true,
      made: '2026-11-02T10:04:00.000Z',
      lastUsed: '2026-11-20T14:31:00.000Z',
    },
    {
      id: 'k-2',
      name: 'key ring',
      host: 'desk.lan',
      isSynced: false,
      made: '2026-11-14T08:20:00.000Z',
      lastUsed: null,
    },
  ];
  readonly audit: AuditEntry[] = AUDIT.map(([time, actor, what, scope, result], index) => ({
    id: index + 1,
    time,
    until: time,
    count: actor === '' ? 340 : 1,
    door: 'hub',
    kind: KINDS[what] ?? 'session',
    actor,
    device: actor === 'phone' ? 'phone' : 'cockpit',
    address: actor === 'phone' ? '192.168.1.24 via 192.168.1.20' : '127.0.0.1',
    what,
    scope,
    cause: '',
    result,
  }));
  exposure: Exposure = {
    listen: '127.0.0.1',
    isExposed: false,
    doors: ['hub', 'MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3'].map((server, index) => ({
      server,
      url: `http://127.0.0.1:${index === 0 ? 3_000 : 3_332 + index}`,
      isExposed: false,
    })),
    certificate: null,
    mode: 'SIM',
    remoteCommands: false,
    allowedOrigins: [],
    sockets: { here: 1, elsewhere: 0 },
  };

  /** The same, open to other machines. */
  expose(): void {
    const doors = this.exposure.doors.flatMap((door) => [
      door,
      { ...door, url: door.url.replace('http://127.0.0.1', 'https://192.168.1.20'), isExposed: true },
    ]);
    this.exposure = {
      ...this.exposure,
      listen: '192.168.1.20',
      isExposed: true,
      doors,
      certificate: {
        fingerprint: '4F:1A:9C:22:7B:E0:51:D8:36:AA:0F:C4:98:13:67:5E:B1:0D:F2:84:3C:79:EE:45:20:9B:D6:11:8A:F7:62:0C',
        selfMade: true,
        expires: '2027-11-14T10:00:00.000Z',
      },
      sockets: { here: 1, elsewhere: 2 },
    };
  }

  /** What wants a password of the last minutes gets no further without. */
  wantPassword(): void {
    if (this.isStale) refuse('reauthenticate', 'the password is needed again for this');
  }

  calls(): FakeHandlers<typeof HUB_ROUTES> {
    const done = { success: true };
    const named = (name: string): User =>
      this.users.find(({ userName }) => userName === name) ?? refuse('not_found', `there is no user "${name}"`);
    const remove = (name: string): void => void this.users.splice(this.users.indexOf(named(name)), 1);
    const prove = (password: string): void => {
      if (password !== FAKE_PASSWORD)
        refuse('unauthorized', 'Authentication required: name, password or code is not right');
    };
    return {
      login: ({ body }) => {
        prove(body.password);
        return refuse('desk_away', 'the desk is not reachable');
      },
      users: () => this.users,
      addUser: ({ body: { userName, role } }) => {
        if (this.users.some((user) => user.userName === userName))
          refuse('conflict', `there is a user "${userName}" already`);
        const created = '2026-11-20T19:22:50.000Z';
        const user = { userId: `user-${userName}`, userName, role, created, totp: false, passkeys: 0 };
        this.users.push(user);
        return user;
      },
      changeUser: ({ params, body }) => {
        const user = { ...named(params.name), ...(body.role === undefined ? {} : { role: body.role }) };
        this.users.splice(this.users.indexOf(named(params.name)), 1, user);
        return user;
      },
      reauthenticate: ({ body }) => {
        prove(body.password);
        this.isStale = false;
        this.askedAs = body.userName;
        return { ...done, until: '2026-11-20T20:22:50.000Z' };
      },
      removeUser: ({ params }) => {
        this.wantPassword();
        remove(params.name);
        return done;
      },
      passwordOnly: ({ params }) => {
        const user = named(params.name);
        this.users.splice(this.users.indexOf(user), 1, { ...user, totp: false, passkeys: 0 });
        return done;
      },
      factors: () => (this.kind === 'user' ? this.factors : null),
      password: ({ body }) => {
        prove(body.password);
        return done;
      },
      totpBegin: ({ body }) => {
        prove(body.password);
        return { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Pitwall:Ann', qr: picture() };
      },
      totpConfirm: ({ body }) => {
        if (body.code !== '123456') refuse('bad_request', 'this code is not right');
        this.factors = { ...this.factors, totp: true };
        return done;
      },
      totpEnd: ({ body }) => {
        prove(body.password);
        this.factors = { ...this.factors, totp: false };
        return done;
      },
      makeRecovery: ({ body }) => {
        prove(body.password);
        const made = '2026-11-20T19:22:50.000Z';
        this.factors = { ...this.factors, recovery: { made, left: 10, of: 10 } };
        const codes = Array.from({ length: 10 }, (_, n) => `K${n + 2}QM-2RTX-7HBN-ZW${String.fromCharCode(65 + n)}P`);
        return { codes, made };
      },
      passkeys: () => (this.kind === 'user' ? this.passkeys : null),
      renamePasskey: ({ params, body }) => {
        const found = this.passkeys.find(({ id }) => id === params.id) ?? refuse('not_found', 'no such passkey');
        const renamed = { ...found, name: body.name };
        this.passkeys = this.passkeys.map((each) => (each === found ? renamed : each));
        return renamed;
      },
      removePasskey: ({ params }) => {
        this.passkeys = this.passkeys.filter(({ id }) => id !== params.id);
        return done;
      },
      endOthers: () => ({ ended: 1 }),
      audit: ({ query: { before = Infinity, limit = 200, kind, actor, result } }) => {
        const found = this.audit.filter(
          (row) =>
            row.id < before &&
            (kind === undefined || row.kind === kind) &&
            (actor === undefined || row.actor === actor) &&
            (result === undefined || (result === 'refused' ? row.result !== 'ok' : row.result === result)),
        );
        const rows = found.slice(-limit);
        return { rows, older: found.length > limit ? (rows[0]?.id ?? null) : null };
      },
      exposure: () => this.exposure,
    };
  }
}
