/** One step of the start. A step that says `stop` ends the start quietly: there is nothing left to do here. */
export interface StartUpStep {
  readonly name: string;
  readonly run: () => Promise<'stop' | void> | 'stop' | void;
}

export class StartUpFault extends Error {
  override readonly name = 'StartUpFault';
}

/**
 * Runs the steps in their order.
 * @returns false if a step stopped it
 * @throws StartUpFault naming the step that failed
 */
export async function startUp(steps: readonly StartUpStep[]): Promise<boolean> {
  for (const { name, run } of steps) {
    try {
      if ((await run()) === 'stop') return false;
    } catch (cause) {
      throw new StartUpFault(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
  return true;
}
