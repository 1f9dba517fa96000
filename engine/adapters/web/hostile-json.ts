const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 16;
const MOST_NODES = 20_000;

/** Why a parsed payload is refused before anything looks at it: prototype tricks, depth, size. Walks without recursion. */
export function hostileJson(payload: unknown): string | undefined {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: payload, depth: 0 }];
  let nodes = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, depth } = next;
    nodes += 1;
    if (nodes > MOST_NODES) return `more than ${MOST_NODES} values`;
    if (typeof value !== 'object' || value === null) continue;
    if (Buffer.isBuffer(value) || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return 'binary data';
    if (depth >= DEEPEST) return `nested deeper than ${DEEPEST}`;
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) return `the key "${key}"`;
      stack.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
    }
  }
  return undefined;
}
