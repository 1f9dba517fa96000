/** A server of our kind, behind the doors that it is told of: says who is at the other end, and what was said. */
import { writeSync } from 'node:fs';
import fastify from 'fastify';
import { openDoors } from '../../engine/adapters/web/doors.ts';
import { isOwn, peerOf } from '../../engine/adapters/web/peer.ts';
import type { Entrance } from '../../engine/ports/entrance.ts';

const [entrance = '', folder = ''] = process.argv.slice(2);
const app = fastify({ bodyLimit: 10_000_000, requestTimeout: 1_000, http: { connectionsCheckingInterval: 200 } });
app.server.headersTimeout = 1_000;
app.get('/peer', ({ raw }) => `${peerOf(raw.socket)}${isOwn(raw.socket) ? ', own' : ''}`);
app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.post('/echo', ({ body }) => body);
await openDoors({
  app,
  entrance: JSON.parse(entrance) as Entrance,
  ...{ listen: '127.0.0.1', port: 0, tlsDir: folder, what: 'test', nowMs: Date.now() },
  onRefused: () => undefined,
});
writeSync(3, 'open');
