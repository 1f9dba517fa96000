import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hello } from '../../wire/link/messages.ts';
import { hello } from '../../wire/link/hello.ts';

/** The first line of a connection as a hello, or undefined when it is anything else. */
export function parseHello(line: string): Hello | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = hello.safeParse(value);
  if (!parsed.success) return undefined;
  const { run, lastSeq, ...rest } = parsed.data;
  return { ...rest, ...(run === undefined ? {} : { run }), ...(lastSeq === undefined ? {} : { lastSeq }) };
}

/** Compares without telling by its duration how much was right. */
export function sameSecret(expected: string, found: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(found));
}
