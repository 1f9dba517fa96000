import { STRATEGIES } from '../domain/book.ts';
import type { Settings } from '../config/settings.ts';
import type { ProcessView } from '../wire/link/messages.ts';

/** The one line on standard output when everything is up. */
export interface ReadyLine {
  readonly event: 'ready';
  readonly hub: string;
  readonly symbols: readonly {
    readonly id: string;
    readonly strategy: string;
    readonly contract: string;
    readonly url: string;
  }[];
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly dataDir: string;
  readonly tokenFile: string;
}

export interface ReadyFacts {
  readonly settings: Settings;
  readonly tokenFile: string;
  readonly hub: string;
  /** URL of a symbol server by strategy id. */
  readonly urls: Readonly<Record<string, string>>;
  /** Contract by strategy id. */
  readonly contracts: Readonly<Record<string, string>>;
  /** Without the host itself. */
  readonly processes: readonly ProcessView[];
  readonly hostPid: number;
}

/** A strategy whose engine was dropped before the start was over has no server and is left out. */
export function readyLine(facts: ReadyFacts): ReadyLine {
  const { settings, urls, contracts } = facts;
  const symbols = STRATEGIES.flatMap(({ id, name, root }) => {
    const url = urls[id];
    const started = settings.strategies.some((strategy) => strategy.id === id);
    return started && url !== undefined ? [{ id, strategy: name, contract: contracts[id] ?? root, url }] : [];
  });
  const children = facts.processes.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
  return {
    event: 'ready',
    hub: facts.hub,
    symbols,
    processes: [{ name: 'host', pid: facts.hostPid }, ...children],
    dataDir: settings.dataDir,
    tokenFile: facts.tokenFile,
  };
}
