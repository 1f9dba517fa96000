/**
 * What the desk and its checkpoint thread tell each other through shared memory: both block now and then, so messages
 * would come too late. Cells of an Int32Array.
 */
export const CELLS = 3;
/** 1: the thread is to end. The thread sleeps on it. */
export const STOP = 0;
/** 1: the thread holds, or waits for, the write lock. The desk sleeps on it. */
export const HOLDING = 1;
/** 1: the thread has closed its connection. */
export const STOPPED = 2;

export interface CheckpointJob {
  readonly path: string;
  readonly signals: SharedArrayBuffer;
  readonly intervalMs: number;
  /** Pages that must wait before it is worth while: each round lets the log begin anew, which costs the desk a flush. */
  readonly passivePages: number;
  /** Size of the log, in pages, from which on the thread takes the write lock for a moment to let it begin anew. */
  readonly restartPages: number;
}
