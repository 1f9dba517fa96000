import { describe, expect, it } from 'vitest';
import { LINK_SCHEMAS, linkFault } from '../../../../../engine/wire/link/schema.ts';

describe('linkFault', () => {
  it('finds nothing in a message that is as declared', () => {
    expect(linkFault('engine', 'toDesk', { t: 'done', n: 7, intents: [], bars: [], points: [], logs: [] })).toBe(
      undefined,
    );
    expect(linkFault('host', 'fromDesk', { t: 'peer', name: 'MNQ', up: true })).toBeUndefined();
  });

  it.each([
    ['a message of another role', 'host', 'toDesk', { t: 'serving', url: 'http://x', connections: 0 }],
    ['a member that is missing', 'engine', 'toDesk', { t: 'done', n: 7, intents: [], bars: [], points: [] }],
    ['a member that nobody declared', 'host', 'fromDesk', { t: 'revive', name: 'MNQ', why: 'because' }],
    ['a member of another kind', 'venue', 'fromDesk', { t: 'advance', id: 1, n: '7' }],
    ['a list with something else in it', 'client', 'toDesk', { t: 'importBars', bars: [1, 2] }],
    ['no message at all', 'hub', 'toDesk', 'hello'],
  ] as const)('names %s', (_what, role, direction, said) => {
    expect(linkFault(role, direction, said)).toContain(`${role} ${direction}`);
  });

  it('every role begins with a hello and is answered', () => {
    const hello = { t: 'hello', version: 2, role: 'hub', name: 'hub', secret: 's', pid: 1 };
    for (const { toDesk, fromDesk } of Object.values(LINK_SCHEMAS)) {
      expect(toDesk.safeParse(hello).success).toBe(true);
      expect(fromDesk.safeParse({ t: 'refused', reason: 'another run', end: true }).success).toBe(true);
    }
  });
});
