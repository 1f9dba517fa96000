import { isReducingCommand } from '../../domain/commands.ts';
import type { CommandRequest, CommandResult } from '../../domain/commands.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandAnswered, CommandAsked } from '../../wire/link/messages.ts';

/** A command that the desk has not answered for so long is forgotten: nothing may start late. What reduces waits longer. */
const WAIT_MS = 10_000;
const REDUCING_WAIT_MS = 60_000;

interface Pending {
  readonly asked: CommandAsked;
  readonly settle: (result: CommandResult) => void;
}

/**
 * A server's commands on their way to the desk. One that was under way when the link broke is sent again (its id makes a
 * repeat harmless); one that begins while there is no link waits for it as well, within its time. Each is answered or
 * rejected.
 */
export class PendingCommands {
  private readonly clock: Clock;
  private readonly send: (asked: CommandAsked) => void;
  private readonly pending = new Map<number, Pending>();
  private count = 0;

  /** @param send without effect while there is no link */
  constructor(clock: Clock, send: (asked: CommandAsked) => void) {
    this.clock = clock;
    this.send = send;
  }

  /** Rejects when the desk did not answer in time; it will not be sent again then. */
  ask(request: CommandRequest): Promise<CommandResult> {
    const waitMs = isReducingCommand(request.command) ? REDUCING_WAIT_MS : WAIT_MS;
    return new Promise((resolve, reject) => {
      this.count += 1;
      const asked: CommandAsked = { t: 'command', ask: this.count, request };
      const cancel = this.clock.after(waitMs, () => {
        this.pending.delete(asked.ask);
        reject(new Error('the desk did not answer'));
      });
      const settle = (result: CommandResult): void => {
        cancel();
        resolve(result);
      };
      this.pending.set(asked.ask, { asked, settle });
      this.send(asked);
    });
  }

  /** The link is back. */
  sendAgain(): void {
    for (const { asked } of this.pending.values()) this.send(asked);
  }

  answered({ ask, result }: CommandAnswered): void {
    const pending = this.pending.get(ask);
    this.pending.delete(ask);
    pending?.settle(result);
  }
}
