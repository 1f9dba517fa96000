import type { HolderCheck } from '../../adapters/web/holder-check.ts';
import { TokenCheck } from '../../adapters/web/token-check.ts';
import { PASSKEYS_TABLE, RECOVERY_TABLE, USERS_TABLE, userRow } from '../../adapters/web/user-row.ts';
import { z } from 'zod';
import { deviceRow, Devices, DEVICES_TABLE } from './devices.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import { HubRows } from './hub-rows.ts';
import { Identity } from './identity.ts';
import { LiveGrants } from './live-grants.ts';
import { LoginGuard } from './login-guard.ts';
import { Notifications, NOTICES_TABLE, noticeRow, READ_TABLE, readRow } from './notifications.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { OpenPages } from './open-pages.ts';
import { passkeyRow, Passkeys } from './passkeys.ts';
import { People } from './people.ts';
import { Recovery, recoveryRow } from './recovery.ts';
import { RuntimeSettings, SETTINGS_TABLE, settingsRow } from './runtime-settings.ts';
import { SecretBox } from './secret-box.ts';
import { sessionRow, Sessions, SESSIONS_TABLE, written } from './sessions.ts';
import type { Role } from '../../wire/index.ts';

export const WATCHLISTS_TABLE = 'watchlists';
const watchlistRow = z.object({ symbols: z.array(z.string()) });

export interface PairingWish {
  readonly name: string;
  readonly role: Role;
  readonly days: number;
  /** Who made the code: it is good as long as that grant is the owner's. Undefined: the owner's token. */
  readonly parent: string | undefined;
}

/** Who asked for a one-time link, as above. */
export interface LinkWish {
  readonly parent: string | undefined;
}

/** Everything about who may do what, and what is kept for people: one list, from top to bottom. */
export function createServices(
  deps: HubDeps,
  hooks: {
    /** Closes the sockets of a session or device. */
    readonly dropSockets: (id: string) => void;
    readonly holders: HolderCheck;
    /** Real orders. */
    readonly isLive: () => boolean;
    /** Who may do what is another thing now. */
    readonly grantsChanged: () => void;
  },
) {
  const { clock, desk, logger, history } = deps;
  const tables: { again(): void }[] = [];
  const table = <T>(name: string, schema: z.ZodType<T>, changed?: () => void): HubRows<T> => {
    const rows = new HubRows<T>(name, schema, desk, logger, changed);
    rows.load(history);
    tables.push(rows);
    return rows;
  };
  const secrets = new SecretBox(deps.secretsFile);
  const tokens = new TokenCheck({ ownerToken: deps.ownerToken, jwtSecret: deps.limits.jwtSecret, clock });
  const changed = (): void => {
    grants.changed();
    hooks.grantsChanged();
  };
  const sessions = new Sessions({
    rows: table(SESSIONS_TABLE, sessionRow, changed),
    tokens,
    clock,
    ended: hooks.dropSockets,
  });
  const devices = new Devices(table(DEVICES_TABLE, deviceRow, changed), clock, (id) => {
    hooks.dropSockets(id);
    written(sessions.endPagesOf(id)).catch((error: unknown) => logger.warn(String(error)));
  });
  const settings = new RuntimeSettings(table(SETTINGS_TABLE, settingsRow, changed));
  const recovery = new Recovery(table(RECOVERY_TABLE, recoveryRow), clock);
  const passkeys = new Passkeys(table(PASSKEYS_TABLE, passkeyRow), clock);
  const people = new People({
    rows: table(USERS_TABLE, userRow, changed),
    secrets,
    recovery,
    passkeys,
    guard: new LoginGuard(clock),
    clock,
  });
  const grants: LiveGrants = new LiveGrants({
    clock,
    sessions: () => sessions.list(),
    devices: () => devices.list(),
    users: () => people.list(),
    remoteCommands: () => settings.now.remoteCommands,
  });
  const { holders, isLive } = hooks;
  const identity = new Identity({ tokens, clock, sessions, devices, grants, holders, isLive });
  return {
    /** Writes of our own rows that failed are made once more. */
    writeAgain: (): void => {
      for (const rows of tables) rows.again();
    },
    secrets,
    tokens,
    sessions,
    devices,
    settings,
    people,
    recovery,
    passkeys,
    identity,
    holders,
    grants,
    notifications: new Notifications(table(NOTICES_TABLE, noticeRow), table(READ_TABLE, readRow)),
    watchlists: table(WATCHLISTS_TABLE, watchlistRow),
    ownerCodes: new OneTimeCodes<LinkWish>(clock),
    openPages: deps.runtimeDir === undefined ? undefined : new OpenPages(deps.runtimeDir, clock),
    pairingCodes: new OneTimeCodes<PairingWish>(clock),
  };
}

export type Services = ReturnType<typeof createServices>;
