import type { ElectronPort } from './electron-port.ts';
import type { OwnWire } from '../../engine/adapters/link/own-wire.ts';
import type { Updater } from './updates.ts';

/** The host as the shell sees it. */
export interface RunningHost {
  /** The way to its servers. */
  readonly wire: OwnWire;
  /** The symbol servers, with their addresses. */
  readonly symbols: readonly { readonly id: string; readonly url: string }[];
  /** Stops every child in order. */
  stop(): Promise<void>;
  /** The host could not go on by itself; the words are for a person. */
  onFailure(handler: (message: string) => void): void;
}

/** What the shell wants to hear of children while they start and run. */
export interface ChildNews {
  onMessage(name: string, message: unknown): void;
  onExit(name: string, exitCode: number): void;
}

/** Everything that the shell needs of the world around it. */
export interface ShellParts {
  readonly electron: ElectronPort;
  readonly startHost: (news: ChildNews) => Promise<RunningHost>;
  readonly loadUpdater: () => Promise<Updater>;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly dataDir: string;
  /** What a start at log-in has to follow the executable with. */
  readonly loginArgs: readonly string[];
  readonly preload: string;
  /** Folder of icons. */
  readonly icons: string;
  readonly version: string;
  readonly now: () => number;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly onSignal: (handler: () => void) => void;
  /** A fault of the main process that nobody caught. */
  readonly onFatal: (handler: (fault: unknown) => void) => void;
}
