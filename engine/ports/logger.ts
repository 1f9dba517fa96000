/** Process log (wall time). Market facts go to the journal instead. */
export interface Logger {
  /** What somebody who looks for a fault wants to see; nothing in the ordinary life of a call or step. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
