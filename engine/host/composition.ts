import type { Exposure, ProcessView } from '../wire/link/messages.ts';

/** Why the host ends. */
export interface Outcome {
  readonly code: number;
  /** For a person, where something went wrong. */
  readonly fault?: string;
  readonly reason: string;
}

/** What is there when everything is up. */
export interface Serving {
  /** Address of the hub; empty where there is none. */
  readonly hub: string;
  /** Address of a symbol server by strategy id. */
  readonly urls: Readonly<Record<string, string>>;
  /** Without the host itself. */
  readonly processes: readonly ProcessView[];
}

/** What a composition tells its host. */
export interface CompositionEvents {
  /** It cannot go on. */
  finish(outcome: Outcome): void;
  /** The market has come to its end; servers go on. */
  dataEnded(): void;
}

export const NOTHING_OPEN: Exposure = { positions: [], bare: [], orders: 0 };

/** The parts of a running installation put together: in processes of their own, or in this one. */
export interface Composition {
  /** Resolves when all serve. */
  start(): Promise<Serving>;
  /** What is open at the venue, as far as is known. */
  exposure(): Exposure;
  /** Flattens everything on a person's word. False: the venue has not said that it is flat. */
  flatten(): Promise<boolean>;
  /** Ends all in order, by force where order fails, within 5 s. */
  stop(): Promise<void>;
  /** Ends all by force. */
  hurry(): void;
}
