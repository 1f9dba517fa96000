/** What the system tells of a process at one instant. */
export interface ProcessSample {
  /**
   * `ready`: runs, or waits for a processor. `waits`: for something else, so that a processor would not help it.
   * `disk`: for the disk. `stopped`: by a signal or a debugger.
   */
  readonly state: 'ready' | 'waits' | 'disk' | 'stopped';
  /** Processor time that all its threads got so far, in milliseconds. */
  readonly cpuMs: number;
}

/** Looks at a process by its pid. Undefined: the system does not tell, or there is no such process. */
export type ProcessProbe = (pid: number) => ProcessSample | undefined;
