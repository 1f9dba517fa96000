import { randomUUID } from 'node:crypto';
import { HUB_ROUTES, SYMBOL_ROUTES, type ReceiptMessage } from '../../engine/wire/index.ts';

export interface FlattenPlace {
  readonly hub: string;
  readonly token: string;
  /** Symbol servers: they take the command while the hub is away. */
  readonly symbolUrls: readonly string[];
}

export interface FlattenResult {
  readonly isVerified: boolean;
  /** For a person. */
  readonly text: string;
}

const LIMIT_MS = 8_000;

type Post = (url: URL, token: string, body: object) => Promise<unknown>;

async function post(url: URL, token: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

function textOf(receipt: ReceiptMessage): string {
  const told = receipt.steps.map(({ text }) => text).join(', ');
  return receipt.verified ? told : `NOT verified flat: ${told === '' ? 'no step was confirmed' : told}`;
}

/** Flattens everything: by the hub, and where that does not answer, by each symbol server. Never throws. */
export async function flattenEverything(place: FlattenPlace, cause: string, send: Post = post): Promise<FlattenResult> {
  const body = { commandId: `shell-${randomUUID()}`, cause };
  try {
    const answer = await send(new URL(HUB_ROUTES.flatten.path, place.hub), place.token, body);
    const { receipt } = HUB_ROUTES.flatten.reply.parse(answer);
    return { isVerified: receipt.verified, text: textOf(receipt) };
  } catch (fault) {
    return flattenOneByOne(place, cause, `the hub did not take it (${(fault as Error).message})`, send);
  }
}

async function flattenOneByOne(
  { symbolUrls, token }: FlattenPlace,
  cause: string,
  why: string,
  send: Post,
): Promise<FlattenResult> {
  const answers = await Promise.allSettled(
    symbolUrls.map(async (url) => {
      const body = { commandId: `shell-${randomUUID()}`, cause };
      const answer = await send(new URL(SYMBOL_ROUTES.flatten.path, url), token, body);
      return SYMBOL_ROUTES.flatten.reply.parse(answer).receipt;
    }),
  );
  const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const isVerified = symbolUrls.length > 0 && receipts.filter(({ verified }) => verified).length === symbolUrls.length;
  const text =
    receipts.length === 0
      ? `NOT sent: ${why}, and no symbol server answered. Act at your broker.`
      : `${why}; ${receipts.length} of ${symbolUrls.length} symbol servers took it: ${receipts.map(textOf).join('; ')}`;
  return { isVerified, text };
}
