import type { LogLine } from '../../domain/run.ts';
import type { LogMessage } from '../../wire/index.ts';
import { toIso } from '../../wire/encode/index.ts';

/** Lines that a new client gets. */
export const LOG_TAIL = 50;

/** The last lines of the activity log. */
export class LogTail {
  private lines: LogMessage[] = [];

  add(line: LogLine): LogMessage {
    const message: LogMessage = { timestamp: toIso(line.timeMs), message: line.message, type: line.type };
    this.lines.push(message);
    if (this.lines.length > LOG_TAIL) this.lines.shift();
    return message;
  }

  get all(): readonly LogMessage[] {
    return this.lines;
  }
}
