import { OWNER_ID } from '../../adapters/web/credential.ts';
import { Standing } from '../../adapters/web/judge.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Grant, Grants } from '../../wire/link/grants.ts';
import type { DeviceRow } from './devices.ts';
import { endOf, OWNING_MS, type SessionRow, TRADING_MS } from './sessions.ts';

export interface GrantRows {
  readonly clock: Clock;
  readonly sessions: () => readonly (SessionRow & { readonly key: string })[];
  readonly devices: () => readonly (DeviceRow & { readonly id: string })[];
  readonly users: () => readonly UserRow[];
  readonly remoteCommands: () => boolean;
}

/** The grants that the rows amount to at this moment: a session of a user that is no more is none. */
export class LiveGrants {
  private readonly rows: GrantRows;
  private made: Standing | undefined;

  constructor(rows: GrantRows) {
    this.rows = rows;
  }

  get standing(): Standing {
    this.made ??= new Standing(this.make());
    return this.made;
  }

  /** A row is another one now. */
  changed(): void {
    this.made = undefined;
  }

  private make(): Grants {
    const users = new Map(this.rows.users().map((user) => [user.userId, user]));
    const sessions = this.rows.sessions().flatMap((row) => ofSession(row, users.get(row.userId)) ?? []);
    const devices = this.rows.devices().flatMap((row) => (row.isPending ? [] : [ofDevice(row)]));
    return {
      madeMs: this.rows.clock.now(),
      remoteCommands: this.rows.remoteCommands(),
      grants: [...sessions, ...devices],
    };
  }
}

function ofSession(row: SessionRow & { readonly key: string }, user: UserRow | undefined): Grant | undefined {
  const { key: id, kind, userId, device, parent, jkt } = row;
  const bound = jkt === undefined ? {} : { jkt };
  const common = { id, kind, userId, device, endsMs: endOf(row), ownsUntilMs: row.authMs + OWNING_MS, ...bound };
  if (kind === 'page') {
    // A page without a key is none: nothing would tell it from whoever has its token.
    if (jkt === undefined) return undefined;
    return { ...common, userName: OWNER_ID, role: 'owner', ...(parent === undefined ? {} : { parent }) };
  }
  if (user === undefined) return undefined;
  return { ...common, userName: user.userName, role: user.role, tradesUntilMs: row.authMs + TRADING_MS };
}

function ofDevice(row: DeviceRow & { readonly id: string }): Grant {
  const { id, name, role, token, expiresMs: endsMs, authMs, jkt } = row;
  const bound = jkt === undefined ? {} : { jkt };
  const ownsUntilMs = authMs + OWNING_MS;
  return { id, kind: 'device', userId: id, userName: name, role, device: name, endsMs, token, ownsUntilMs, ...bound };
}
