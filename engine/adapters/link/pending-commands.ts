import { isReducingCommand } from '../../domain/commands.ts';
import type { CommandRequest, CommandResult } from '../../domain/commands.ts';
import type { Clock } from '../../ports/clock.ts';

/** A command that the desk has not answered for so long is forgotten: nothing may start late. What reduces waits longer. */
const WAIT_MS = 10_000;
const REDUCING_WAIT_MS = 60_000;

interface Pending {
  readonly request: CommandRequest;
  readonly settle: (result: CommandResult) => void;
}

/**
 * A server's commands on their way to the desk. One that was under way when the link broke is sent again (its id makes a
 * repeat harmless); one that begins while there is no link waits for it as well, within its time. Each is answered or
 * rejected.
 */
export class PendingCommands {
  private readonly clock: Clock;
  private readonly send: (request: CommandRequest) => void;
  private readonly pending = new Map<string, Pending>();

  /** @param send without effect while there is no link */
  constructor(clock: Clock, send: (request: CommandRequest) => void) {
    this.clock = clock;
    this.send = send;
  }

  /** Rejects when the desk did not answer in time; it will not be sent again then. */
  ask(request: CommandRequest): Promise<CommandResult> {
    const waitMs = isReducingCommand(request.command) ? REDUCING_WAIT_MS : WAIT_MS;
    return new Promise((resolve, reject) => {
      const before = this.pending.get(request.commandId);
      const own: Pending = {
        request,
        settle: (result) => {
          cancel();
          before?.settle(result);
          resolve(result);
        },
      };
      const cancel = this.clock.after(waitMs, () => {
        if (this.pending.get(request.commandId) === own) this.pending.delete(request.commandId);
        reject(new Error('the desk did not answer'));
      });
      this.pending.set(request.commandId, own);
      this.send(request);
    });
  }

  /** The link is back. */
  sendAgain(): void {
    for (const { request } of this.pending.values()) this.send(request);
  }

  answered(result: CommandResult): void {
    const pending = this.pending.get(result.commandId);
    this.pending.delete(result.commandId);
    pending?.settle(result);
  }
}
