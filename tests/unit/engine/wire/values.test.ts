import { expect, test } from 'vitest';
import { z } from 'zod';
import { HUB_ROUTES, HUB_TAKES, SYMBOL_ROUTES } from '../../../../engine/wire/index.ts';
import { commandBody } from '../../../../engine/wire/symbol/routes.ts';

/** Compared, hashed or parsed, and never kept, shown or told to anybody. */
const NEVER_SHOWN =
  /(?:^|\.)(?:password|newPassword|totp|code|refreshToken|token|sessionID|key|endpoint|message|from|to|start|end|start_date|end_date|all|unread)$/;

interface Json {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly properties?: Record<string, Json>;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly maxLength?: number;
}

/** Paths of texts that may be anything. */
function freeTexts(schema: Json, path: string): string[] {
  const { type, pattern } = schema;
  const isFree = type === 'string' && pattern === undefined && !('enum' in schema) && !('const' in schema);
  return [
    ...(isFree ? [path] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => freeTexts(one, `${path}.${name}`)),
    ...(schema.items === undefined ? [] : freeTexts(schema.items, path)),
    ...(schema.anyOf ?? []).flatMap((one) => freeTexts(one, path)),
  ];
}

const jsonOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;

test('every text that a client gives and that is kept or shown has only signs that can be shown', () => {
  const routes = Object.entries({ ...HUB_ROUTES, ...SYMBOL_ROUTES }).flatMap(([name, { params, query, body }]) =>
    [params, query, body].flatMap((part: z.ZodType) => freeTexts(jsonOf(part), name)),
  );
  const events = Object.entries(HUB_TAKES).flatMap(([name, { payload }]) => freeTexts(jsonOf(payload), name));
  expect([...routes, ...events].filter((path) => !NEVER_SHOWN.test(path))).toEqual([]);
});

test('a cause that steers a terminal is refused', () => {
  expect(commandBody.safeParse({ cause: "key F8, O'Brien's desk, Größe" }).success).toBe(true);
  for (const sign of ['\u001b[31m', '\r', '\n', '\u0000', '\u009b', '\u202e', '\u2066']) {
    expect([sign, commandBody.safeParse({ cause: `key${sign}` }).success]).toEqual([sign, false]);
  }
});
