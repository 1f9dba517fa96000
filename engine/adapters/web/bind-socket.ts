import type { Socket } from 'socket.io';
import { AUDIT_OK } from '../../domain/audit.ts';
import type { Audit } from '../../ports/audit.ts';
import {
  changesSomething,
  type EventDeclaration,
  type EventTable,
  type Payload,
  type SocketErrorMessage,
} from '../../wire/index.ts';
import { auditMessage } from './audit-doors.ts';
import { HttpFault } from './http-fault.ts';
import { hostileJson } from './hostile-json.ts';

export type EventHandlers<T extends EventTable> = {
  readonly [N in keyof T]: (payload: Payload<T, N>) => void | Promise<void>;
};

export interface SocketGate {
  /** Told of every message. */
  took(name: string): void;
  /** Asked for every message before anything else is done with it; a refusal becomes an `error`. */
  admit(name: string, declared: EventDeclaration | undefined): SocketErrorMessage | undefined;
  /** Sends the `error`, counts, and may close a socket that goes on. */
  refused(refusal: SocketErrorMessage): void;
  failed(name: string, error: unknown): void;
}

/**
 * Takes every message of a socket: unknown names, hostile or malformed payloads become an `error`; nothing else reaches
 * a handler. A client that asks for an acknowledgement gets `{ok}`.
 */
export function bindSocket<T extends EventTable>(
  socket: Socket,
  table: T,
  handlers: EventHandlers<T>,
  gate: SocketGate,
  audit: Audit,
): void {
  // Every packet ends here: `next` is never called, so that no other listener sees what was not checked.
  socket.use((packet) => {
    const [name, ...rest] = packet as [string, ...unknown[]];
    const last = rest.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (answer: unknown) => void) : undefined;
    const payload = acknowledge === undefined ? rest[0] : rest.length > 1 ? rest[0] : undefined;
    const declared = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
    const note = (result: string): void => {
      if (declared !== undefined && changesSomething(declared)) auditMessage(audit, socket, name, result);
    };
    const refuse = (refusal: SocketErrorMessage): void => {
      note(refusal.code);
      gate.refused(refusal);
      acknowledge?.({ ok: false, error: refusal });
    };

    const given = typeof name === 'string' ? name : '';
    gate.took(given);
    const refusal = gate.admit(given, declared);
    if (refusal !== undefined) return refuse(refusal);
    if (declared === undefined) return refuse({ code: 'unknown_event', message: `there is no event ${shown(name)}` });
    const trick = hostileJson(payload);
    if (trick !== undefined) return refuse({ code: 'bad_request', message: `${name}: refused: ${trick}` });
    const checked = declared.payload.safeParse(payload);
    if (!checked.success) {
      const issue = checked.error.issues[0];
      return refuse({
        code: 'bad_request',
        message: `${name}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`.slice(0, 300),
      });
    }
    const handler = handlers[name as keyof T];
    const done = async (): Promise<void> => {
      await handler(checked.data as never);
      note(AUDIT_OK);
      acknowledge?.({ ok: true });
    };
    done().catch((error: unknown) => {
      if (error instanceof HttpFault) return refuse({ code: error.code, message: error.message });
      gate.failed(name, error);
      refuse({ code: 'internal', message: `${name}: an error of this server` });
    });
  });
}

function shown(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 60)) : 'without a name';
}
