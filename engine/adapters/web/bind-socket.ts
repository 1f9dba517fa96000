import type { Socket } from 'socket.io';
import type { z } from 'zod';
import { hostileJson } from './hostile-json.ts';

/** A declared event, as `engine/wire` has them. */
export interface DeclaredEvent {
  readonly access: string;
  readonly limit: string;
  readonly payload: z.ZodType;
}

export type EventHandlers<T extends Readonly<Record<string, DeclaredEvent>>> = {
  readonly [N in keyof T]: (payload: z.output<T[N]['payload']>) => void | Promise<void>;
};

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export interface SocketGate {
  /** Asked for every message before anything else is done with it; a refusal becomes an `error`. */
  admit(name: string, declared: DeclaredEvent | undefined): Refusal | undefined;
  /** Sends the `error`, counts, and may close a socket that goes on. */
  refused(refusal: Refusal): void;
  failed(name: string, error: unknown): void;
}

/**
 * Takes every message of a socket: unknown names, hostile or malformed payloads become an `error`; nothing else reaches
 * a handler. A client that asks for an acknowledgement gets `{ok}`.
 */
export function bindSocket<T extends Readonly<Record<string, DeclaredEvent>>>(
  socket: Socket,
  table: T,
  handlers: EventHandlers<T>,
  gate: SocketGate,
): void {
  // Every packet ends here: `next` is never called, so that no other listener sees what was not checked.
  socket.use((packet) => {
    const [name, ...rest] = packet as [string, ...unknown[]];
    const last = rest.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (answer: unknown) => void) : undefined;
    const payload = acknowledge === undefined ? rest[0] : rest.length > 1 ? rest[0] : undefined;
    const refuse = (refusal: Refusal): void => {
      gate.refused(refusal);
      acknowledge?.({ ok: false, error: refusal });
    };

    const declared = typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
    const refusal = gate.admit(typeof name === 'string' ? name : '', declared);
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
      acknowledge?.({ ok: true });
    };
    done().catch((error: unknown) => {
      gate.failed(name, error);
      refuse({ code: 'internal', message: `${name}: an error of this server` });
    });
  });
}

function shown(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 60)) : 'without a name';
}
