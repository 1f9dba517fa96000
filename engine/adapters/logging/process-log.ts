import { pino } from 'pino';
import type { LogLevel } from '../../config/settings.ts';
import type { Logger } from '../../ports/logger.ts';
import { LogFiles } from './log-files.ts';
import { readableLine } from './readable.ts';
import { Scrubber } from './scrub.ts';

/** The log of one process, to standard error: JSON lines, or readable ones on a terminal. Wall time, no secrets. */
export interface ProcessLog extends Logger {
  /** Add what must never be printed here. */
  readonly scrubber: Scrubber;
  /** Also into `combined.log` and `error.log` of a folder, from now on. `rotates`: this process turns them over. */
  toFiles(folder: string, options: { readonly rotates: boolean }): void;
  /** Writes what is still buffered, before the process ends. */
  flush(): void;
}

/** Where lines go. Standard error in a process, an array in a test. */
export interface LogSink {
  write(text: string): void;
  flushSync?(): void;
}

/** A reader that stopped reading may cost us lines, never the desk's time: beyond this much, lines are dropped. */
const MOST_BUFFERED_BYTES = 1_048_576;

function standardError(): LogSink {
  const stream = pino.destination({ dest: 2, sync: false, maxLength: MOST_BUFFERED_BYTES });
  // The reader is gone (EPIPE) or slow: a log is not worth a process.
  stream.on('error', () => undefined);
  return {
    write: (text) => void stream.write(text),
    flushSync: () => {
      try {
        stream.flushSync();
      } catch {
        // Not open yet, or closed by its reader: nothing to save.
      }
    },
  };
}

function readable(sink: LogSink, colored: boolean): LogSink {
  return {
    write: (text) => sink.write(readableLine(JSON.parse(text) as Record<string, unknown>, colored)),
    flushSync: () => sink.flushSync?.(),
  };
}

export interface ProcessLogOptions {
  /** "host", "desk", "MNQ", ... */
  readonly name: string;
  readonly level?: LogLevel | undefined;
  /** Readable lines instead of JSON; default: when standard error is a terminal. */
  readonly readable?: boolean;
  readonly sink?: LogSink;
}

export function createProcessLog(options: ProcessLogOptions): ProcessLog {
  const terminal = options.readable ?? process.stderr.isTTY === true;
  const sink = options.sink ?? standardError();
  let files: LogFiles | undefined;
  const shown = terminal ? readable(sink, (process.env['NO_COLOR'] ?? '') === '' && options.sink === undefined) : sink;
  const target: LogSink = {
    write: (text) => {
      shown.write(text);
      files?.write(text);
    },
    flushSync: () => {
      shown.flushSync?.();
      files?.flushSync();
    },
  };
  const log = pino(
    { name: options.name, level: options.level ?? 'info', base: { name: options.name, pid: process.pid } },
    target,
  );
  const scrubber = new Scrubber();
  const line =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      if (!log.isLevelEnabled(level)) return;
      if (fields === undefined) log[level](scrubber.text(message));
      else log[level](scrubber.fields(fields), scrubber.text(message));
    };
  return {
    scrubber,
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    toFiles: (folder, fileOptions) => {
      try {
        files ??= new LogFiles(folder, fileOptions);
      } catch (fault) {
        log.warn(`no log files: ${scrubber.text(String(fault))}`);
      }
    },
    flush: () => target.flushSync?.(),
  };
}
