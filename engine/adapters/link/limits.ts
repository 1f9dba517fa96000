/** Bounds of a socket link. Wall milliseconds and bytes. */
export interface LinkLimits {
  /** A longer line closes the link: whoever sends it is not one of ours, or is broken. */
  readonly maxLineBytes: number;
  /** More than this waiting to be written closes the link: the reader hangs, and memory must not grow with it. */
  readonly maxQueuedBytes: number;
  /** An empty line is sent so often, so that the other end sees that we live. */
  readonly heartbeatMs: number;
  /** Nothing heard for so long closes the link. */
  readonly silenceMs: number;
  /** A new connection has so long to say hello. */
  readonly helloMs: number;
}

export const LINK_LIMITS: LinkLimits = {
  maxLineBytes: 32 * 1024 * 1024,
  maxQueuedBytes: 64 * 1024 * 1024,
  heartbeatMs: 250,
  silenceMs: 30_000,
  helloMs: 5_000,
};

/** A hello is short; before it is checked, nobody may make us hold more. */
export const MAX_HELLO_BYTES = 4_096;
