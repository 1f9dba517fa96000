import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON schema of a declared payload; `in`: as a client sends it, before defaults and conversions. */
export function jsonSchema(schema: z.ZodType, direction: 'in' | 'out'): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io: direction === 'in' ? 'input' : 'output',
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Record<string, unknown>;
  const { $schema: _dialect, '~standard': _standard, ...rest } = made;
  return rest;
}
