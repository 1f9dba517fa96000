import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { printable } from '../../domain/printable.ts';
import type { CommandRequest, CommandResult, PersonCommand, Receipt } from '../../domain/commands.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Credential } from './credential.ts';
import { HttpFault } from './http-fault.ts';
import { peerOf } from './peer.ts';

/** A flatten's call is answered when it is verified, or after so long. */
export const FLATTEN_ANSWER_MS = 3_000;
/** Other commands: the desk answers at once, or is not there. */
const ANSWER_MS = 10_000;

const ID = /^[A-Za-z0-9._:-]{1,80}$/;

/** Forms the request of a call: who, from where, why; with the sender's id where it gave one. */
export function commandRequest(
  command: PersonCommand,
  call: {
    readonly credential: Credential;
    readonly request: FastifyRequest;
    readonly body: { readonly commandId?: string | undefined; readonly cause?: string | undefined };
  },
): CommandRequest {
  const { credential, request, body } = call;
  const key = request.headers['idempotency-key'];
  const given = body.commandId ?? (typeof key === 'string' && ID.test(key) ? key : undefined);
  return {
    // Of different callers the same id is not the same act.
    commandId: given === undefined ? randomUUID() : `${credential.userId}:${given}`,
    command,
    origin: {
      by: 'person',
      user: credential.userName,
      device: `${credential.device}@${peerOf(request.raw.socket)}`,
      cause: body.cause ?? printable(`${request.method} ${request.url.split('?')[0] ?? ''}`),
    },
  };
}

/** The desk's word, or the HTTP answer for its refusal. */
export function accepted(result: CommandResult): Extract<CommandResult, { ok: true }> {
  if (result.ok) return result;
  const details = result.untilMs === undefined ? undefined : { until: new Date(result.untilMs).toISOString() };
  throw new HttpFault(result.code, result.message, details);
}

/** Waits for a promise at most so long; undefined: it took longer. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    promise.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** Sends a command that the desk answers at once. */
export async function ask(
  clock: Clock,
  command: (request: CommandRequest) => Promise<CommandResult>,
  request: CommandRequest,
): Promise<Extract<CommandResult, { ok: true }>> {
  const result = await within(clock, ANSWER_MS, sent(command, request));
  if (result === undefined) throw new HttpFault('desk_away', 'the desk did not answer');
  return accepted(result);
}

/** What an answer has of being one of before. */
export function saidBefore(result: { readonly repeated?: true } | undefined): { readonly repeated?: true } {
  return result?.repeated === true ? { repeated: true } : {};
}

/** Sends a flatten: its receipt when verified, else what is known after 3 s (`partial`, not verified). */
export async function askFlatten(
  clock: Clock,
  command: (request: CommandRequest) => Promise<CommandResult>,
  request: CommandRequest,
  partial: (request: CommandRequest, ms: number) => Receipt,
): Promise<{ readonly receipt: Receipt; readonly repeated?: true }> {
  const from = clock.monotonicMs();
  const result = await within(clock, FLATTEN_ANSWER_MS, sent(command, request));
  const answer = result === undefined ? undefined : accepted(result);
  const receipt = answer?.receipt ?? partial(request, clock.monotonicMs() - from);
  return { receipt, ...saidBefore(answer) };
}

async function sent(
  command: (request: CommandRequest) => Promise<CommandResult>,
  request: CommandRequest,
): Promise<CommandResult> {
  try {
    return await command(request);
  } catch (error) {
    if (error instanceof HttpFault) throw error;
    throw new HttpFault(
      'desk_away',
      `the desk is not reachable: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
