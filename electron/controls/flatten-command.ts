import { randomUUID } from 'node:crypto';
import type { OwnWire } from '../../engine/adapters/link/own-wire.ts';
import { HUB_ROUTES, SYMBOL_ROUTES, type ReceiptMessage } from '../../engine/wire/index.ts';

export interface FlattenPlace {
  readonly wire: OwnWire;
  /** Symbol servers: they take the command while the hub is away. */
  readonly symbols: readonly { readonly id: string; readonly url: string }[];
}

export interface FlattenResult {
  readonly isVerified: boolean;
  /** For a person. */
  readonly text: string;
}

const LIMIT_MS = 8_000;

function textOf(receipt: ReceiptMessage): string {
  const told = receipt.steps.map(({ text }) => text).join(', ');
  return receipt.verified ? told : `NOT verified flat: ${told === '' ? 'no step was confirmed' : told}`;
}

/** Flattens everything: by the hub, and where that does not answer, by each symbol server. Never throws. */
export async function flattenEverything(place: FlattenPlace, cause: string): Promise<FlattenResult> {
  const body = { commandId: `shell-${randomUUID()}`, cause };
  try {
    const { wire } = place;
    const url = new URL(HUB_ROUTES.flatten.path, wire.place.hub);
    const answer = await wire.call('POST', url, { body, limitMs: LIMIT_MS });
    const { receipt } = HUB_ROUTES.flatten.reply.parse(answer);
    return { isVerified: receipt.verified, text: textOf(receipt) };
  } catch (fault) {
    return flattenOneByOne(place, cause, `the hub did not take it (${(fault as Error).message})`);
  }
}

async function flattenOneByOne({ symbols, wire }: FlattenPlace, cause: string, why: string): Promise<FlattenResult> {
  const answers = await Promise.allSettled(
    symbols.map(async ({ id, url }) => {
      const body = { commandId: `shell-${randomUUID()}`, cause };
      const asked = { body, server: id, limitMs: LIMIT_MS };
      const answer = await wire.call('POST', new URL(SYMBOL_ROUTES.flatten.path, url), asked);
      return SYMBOL_ROUTES.flatten.reply.parse(answer).receipt;
    }),
  );
  const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const isVerified = symbols.length > 0 && receipts.filter(({ verified }) => verified).length === symbols.length;
  const text =
    receipts.length === 0
      ? `NOT sent: ${why}, and no symbol server answered. Act at your broker.`
      : `${why}; ${receipts.length} of ${symbols.length} symbol servers took it: ${receipts.map(textOf).join('; ')}`;
  return { isVerified, text };
}
