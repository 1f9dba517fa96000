/** One running desktop program as the specification sees it: on the double, or on Electron's own executable. */

export interface WindowFacts {
  readonly url: string;
  readonly isVisible: boolean;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Desktop {
  readonly dataDir: string;
  /** Runs a function beside the program's main process, with Electron (or its double) as first argument. It is sent as text. */
  run<T, A>(work: (electron: Electronish, argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  windows(): Promise<readonly WindowFacts[]>;
  /** Value of an expression in the page of the nth window, as JSON. */
  inPage(expression: string, index?: number): Promise<unknown>;
  /** Present children by name. */
  pids(): Readonly<Record<string, number>>;
  /** Everything on standard error so far. */
  stderr(): string;
  /** The same program started once more on the same data. */
  startSecond(): Promise<Ended>;
  /** `pitwall data …` on the same data. */
  startData(...words: readonly string[]): Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
  /** Ends it by force where it still runs, and what it left. */
  clear(): Promise<void>;
}

/**
 * What a sent function may use. On the executable this is Electron's module; only on the double there are `records` and
 * `parts` for what a person's desktop would show or do.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- functions are sent as text: no type crosses over with them
export type Electronish = any;

export interface LaunchOptions {
  readonly dataDir: string;
  readonly scratch: string;
  readonly flags?: readonly string[];
  readonly hubPort?: number;
  /** Screens of the imagined machine; the double only. */
  readonly displays?: string;
}

export interface Platform {
  readonly name: 'double' | 'electron';
  launch(options: LaunchOptions): Promise<Desktop>;
}

/** Waits for something to become so. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  limitMs = 20_000,
): Promise<T> {
  const limit = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > limit) throw new Error(`waited ${limitMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
