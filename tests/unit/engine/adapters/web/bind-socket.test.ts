import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as dial } from 'socket.io-client';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { bindSocket } from '../../../../../engine/adapters/web/bind-socket.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { MemoryAudit } from '../../../../../engine/ports/memory-audit.ts';
import { type EventTable, taken } from '../../../../../engine/wire/index.ts';

/** One event that shows something, and two that would change something. */
const TABLE = {
  show: taken(['pitwall'], 'message', 'Shows.', z.unknown()),
  halt: taken(['pitwall'], 'free', 'Halts.', z.object({ scope: z.string() }), 'flatten'),
  begin: taken(['pitwall'], 'message', 'Begins.', z.unknown(), 'trader'),
} as const satisfies EventTable;

const server = createServer();
const io = new Server(server);
afterEach(() => io.close());

it('leaves a row of each message that changes something, taken or refused, and of no other', async () => {
  const audit = new MemoryAudit(new ManualClock(1));
  io.on('connection', (socket) => {
    Object.assign(socket.data, { credential: { kind: 'device', userName: 'phone', role: 'flatten', device: 'phone' } });
    bindSocket(
      socket,
      TABLE,
      { show: () => undefined, halt: () => undefined, begin: () => undefined },
      {
        took: () => undefined,
        admit: (name) => (name === 'begin' ? { code: 'forbidden', message: 'this needs the role trader' } : undefined),
        refused: () => undefined,
        failed: () => undefined,
      },
      audit,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = dial(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { transports: ['websocket'] });
  const say = (name: string, payload: unknown): Promise<unknown> => client.emitWithAck(name, payload);
  for (const [name, payload] of [
    ['show', {}],
    ['halt', { scope: 'MNQ' }],
    ['halt', { scope: 7 }],
    ['begin', {}],
    ['nonsense', {}],
  ] as const)
    await say(name, payload);
  client.close();
  expect(audit.rows.map(({ what, actor, address, result }) => [what, actor, address, result])).toEqual([
    ['halt', 'phone', '127.0.0.1', 'ok'],
    ['halt', 'phone', '127.0.0.1', 'bad_request'],
    ['begin', 'phone', '127.0.0.1', 'forbidden'],
  ]);
});
