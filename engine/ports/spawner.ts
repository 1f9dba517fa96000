/** Starts one of our processes: child processes under plain Node, utility processes under Electron. */
export interface SpawnRequest {
  /** "desk", "venue", "hub", "MNQ", ... */
  readonly name: string;
  /** Which room's main: engine/<room>/main. */
  readonly room: 'venue' | 'desk' | 'symbol' | 'hub' | 'backtest/preplay';
  /** Handed over as the first message (never on the command line or in the environment: it holds the link's secret). */
  readonly bootstrap: unknown;
  /** Descriptors of this process that the child inherits, from 4 on; only where the spawner can. */
  readonly inherits?: readonly number[];
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Messages that the child sends to its host (ready, fatal). */
  onMessage(handler: (message: unknown) => void): void;
  onExit(handler: (code: number | null, signal: string | null) => void): void;
  send(message: unknown): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface Spawner {
  /** Its children can inherit open sockets. */
  readonly canInherit: boolean;
  spawn(request: SpawnRequest): Child;
}
