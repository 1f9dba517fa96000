/** The tests' way into the program that runs on the double: functions are sent as text and run beside it. */

interface Asked {
  readonly id: number;
  readonly source: string;
  readonly argument: unknown;
}

export type Answered =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly fault: string };

function isAsked(message: unknown): message is Asked {
  return typeof message === 'object' && message !== null && 'source' in message && 'id' in message;
}

/** @param world what a sent function gets as its first argument */
export function listen(world: object): void {
  if (process.send === undefined) return;
  process.on('message', (message) => {
    if (!isAsked(message)) return;
    const { id, source, argument } = message;
    // oxlint-disable-next-line no-eval -- tests alone; the program itself never evaluates text
    const run = (0, eval)(`(${source})`) as (world: object, argument: unknown) => unknown;
    Promise.resolve()
      .then(() => run(world, argument))
      .then(
        (value) => process.send?.({ id, value: value ?? null } satisfies Answered),
        (fault: unknown) => process.send?.({ id, fault: String((fault as Error).stack ?? fault) } satisfies Answered),
      )
      .catch(() => undefined); // the test has gone
  });
  process.channel?.unref();
}
