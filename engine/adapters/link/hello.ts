import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Hello } from '../../wire/link/messages.ts';

const HELLO = z.strictObject({
  t: z.literal('hello'),
  version: z.int(),
  role: z.enum(['venue', 'engine', 'hub', 'host', 'client']),
  name: z.string().min(1).max(40),
  secret: z.string().min(1).max(200),
  pid: z.int().nonnegative(),
  run: z.string().max(200).optional(),
  lastSeq: z.int().nonnegative().optional(),
});

/** The first line of a connection as a hello, or undefined when it is anything else. */
export function parseHello(line: string): Hello | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = HELLO.safeParse(value);
  if (!parsed.success) return undefined;
  const { run, lastSeq, ...rest } = parsed.data;
  return { ...rest, ...(run === undefined ? {} : { run }), ...(lastSeq === undefined ? {} : { lastSeq }) };
}

/** Compares without telling by its duration how much was right. */
export function sameSecret(expected: string, found: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(found));
}
