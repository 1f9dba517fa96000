import { connect as tcp, type Socket as TcpSocket } from 'node:net';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Socket } from 'socket.io-client';
import { HUB_SENDS } from '../../../engine/wire/index.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, tradeRows } from '../../support/wire/hub-story.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

interface Wire {
  readonly io: {
    readonly engine: { readonly transport: { readonly ws: { readonly _socket: TcpSocket; terminate(): void } } };
  };
}
const wireOf = (socket: Socket): Wire['io']['engine']['transport']['ws'] =>
  (socket as unknown as Wire).io.engine.transport.ws;

const RESUMING = { token: OWNER_TOKEN, resume: true };

describe('hostile company', () => {
  let rig: HubRig;
  let witness: StrictClient;
  const connect = async (options = {}): Promise<DocumentClient> => {
    const client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'], ...options });
    await client.connected();
    return client;
  };
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = tcp(rig.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
      setTimeout(() => socket.destroy(), 1_500);
    });

  beforeAll(async () => {
    rig = await startHub();
    witness = new StrictClient(rig.url, HUB_SENDS, { auth: { token: OWNER_TOKEN } });
    await witness.connected();
  });
  afterAll(async () => {
    // Nobody else noticed: the witness was never cut off, and got a P&L update each second to the end.
    expect(witness.socket.connected).toBe(true);
    const times = witness.seen.filter(({ event }) => event === 'pnl_update').map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(8_000); // a second and what a busy machine adds
    expect(witness.faults).toEqual([]);
    witness.close();
    await rig.close();
  });

  it('a slow reader gets the latest picture, no growing queue, and misses no fill', async () => {
    const slow = await connect();
    slow.socket.emit('subscribe:watchlist', ['MNQ']);
    slow.socket.emit('subscribe:trades');
    await slow.got('subscription:confirmed', (data: { type: string }) => data.type === 'trades');
    wireOf(slow.socket)._socket.pause();
    const from = performance.now();
    const filler = 'x'.repeat(200);
    let seq = 10_000;
    for (let n = 0; n < 60; n += 1) {
      moveMarket(rig, n);
      rig.server.take({
        t: 'committed',
        n,
        endMs: 0,
        rows: [],
        logs: Array.from({ length: 300 }, (_, n) => ({
          seq: n + 1,
          timeMs: 1,
          book: null,
          type: 'info' as const,
          message: filler,
        })),
      });
      if (n % 20 === 0) {
        rig.tell(tradeRows(seq));
        seq += 100;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    wireOf(slow.socket)._socket.resume();
    await expect.poll(() => slow.all('trade:executed').length).toBe(9);
    const ids = slow.all<{ id: string }>('trade:executed').map(({ id }) => id);
    expect(new Set(ids).size).toBe(9);
    // At most 4 a second, also for the time in which it took nothing; and the last is the present one.
    expect(slow.all('quote:update').length).toBeLessThan((performance.now() - from) / 250 + 6);
    await slow.got('quote:update', (quote: { price: number }) => quote.price === 21_001);
    slow.close();
  });

  it('a socket that was cut off resumes without a gap and without a double', async () => {
    const client = await connect({ auth: RESUMING, reconnectionDelay: 20, reconnectionDelayMax: 50 });
    client.socket.emit('subscribe:trades');
    client.socket.emit('subscribe:orders');
    client.socket.emit('subscribe:notifications');
    await client.got('subscription:confirmed', (data: { type: string }) => data.type === 'notifications');
    let seq = 20_000;
    const played: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const rows = tradeRows(seq);
      played.push(...rows.flatMap(({ event }) => (event.type === 'OrderFilled' ? [event.fill.fillId] : [])));
      rig.tell(rows.slice(0, 5));
      if (n % 2 === 0) wireOf(client.socket).terminate();
      rig.tell(rows.slice(5));
      seq += 100;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await expect.poll(() => client.all('trade:executed').length).toBe(played.length);
    expect(client.all<{ id: string }>('trade:executed').map(({ id }) => id)).toEqual(played);
    const notices = client.all<{ id: string }>('notification').map(({ id }) => id);
    expect(new Set(notices).size).toBe(notices.length);
    expect(notices.length).toBe(6 * 5);
    client.close();
  });

  it('one that was slow when it was cut off is told everything again, in the channels that it had chosen', async () => {
    const client = await connect({ auth: RESUMING, reconnectionDelay: 20, reconnectionDelayMax: 50 });
    client.socket.emit('subscribe', { channels: ['pnl', 'logs'] });
    client.socket.emit('subscribe:watchlist', ['MNQ']);
    await client.got('subscription:confirmed');
    wireOf(client.socket)._socket.pause();
    const filler = 'x'.repeat(4_000);
    for (let n = 0; n < 40; n += 1) {
      moveMarket(rig, n);
      rig.server.take({
        t: 'committed',
        n,
        endMs: 0,
        rows: [],
        logs: Array.from({ length: 60 }, (_, n) => ({
          seq: n + 1,
          timeMs: 1,
          book: null,
          type: 'info' as const,
          message: filler,
        })),
      });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const before = client.all('connected').length;
    wireOf(client.socket).terminate();
    await expect.poll(() => client.all('connected').length).toBe(before + 1);
    const heard = client.all('pnl_update').length;
    await expect.poll(() => client.all('pnl_update').length).toBeGreaterThan(heard + 1);
    moveMarket(rig, 3);
    await client.got('quote:update', (quote: { timestamp: string }) => quote.timestamp.endsWith(':03.000Z'));
    expect(client.all('strategy_pnl_update').length).toBeLessThanOrEqual(5);
    client.close();
  });

  it('malformed, huge and tricky packets cost their sender, and nobody else', async () => {
    for (const packet of [
      '42',
      '42[',
      '42["',
      '4',
      '9',
      '42{"a":1}',
      '451-["x",{"_placeholder":true,"num":0}]',
      `42["chat:message",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
      '43',
      '41',
      '40{"token":1}',
    ]) {
      const client = await connect({ reconnection: false });
      (wireOf(client.socket) as unknown as { send(text: string): void }).send(packet);
      client.socket.emit('pitwall:ping', { at: 1 });
      await Promise.race([
        client.got('pitwall:pong').catch(() => undefined),
        new Promise((resolve) => client.socket.once('disconnect', resolve)),
        new Promise((resolve) => setTimeout(resolve, 400)),
      ]);
      client.close();
    }
    const big = await connect({ reconnection: false });
    const gone = new Promise((resolve) => big.socket.once('disconnect', resolve));
    big.socket.emit('chat:message', { message: 'x'.repeat(1_200_000) });
    await gone;
    const tricky = await connect({ reconnection: false });
    for (const payload of [
      '{"__proto__":{"polluted":1},"message":"x"}',
      '{"constructor":{"prototype":{"polluted":1}},"message":"x"}',
    ]) {
      tricky.socket.emit('chat:message', JSON.parse(payload));
    }
    tricky.socket.emit('subscribe:market', { symbols: 'MNQ' });
    tricky.socket.emit('subscribe:watchlist', [{}, null, 'MNQ']);
    tricky.socket.emit(
      'subscribe:watchlist',
      Array.from({ length: 5_000 }, () => 'MNQ'),
    );
    await expect
      .poll(() => tricky.all<{ code: string }>('error').filter(({ code }) => code === 'bad_request').length)
      .toBe(4);
    expect(tricky.all<{ message: string }>('error').map(({ message }) => message)).toContain(
      'Unknown symbols: "{}", "null"',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    tricky.socket.emit(
      'subscribe:watchlist',
      Array.from({ length: 101 }, (_, n) => `SYM${n}`),
    );
    expect(await tricky.got<{ message: string }>('error', (error) => error.message.includes('SYM0'))).toBeDefined();
    tricky.close();
  });

  it('ten thousand events a second close the socket that sends them', async () => {
    const flood = await connect({ reconnection: false });
    const gone = new Promise((resolve) => flood.socket.once('disconnect', resolve));
    for (let n = 0; n < 10_000; n += 1) flood.socket.emit('pitwall:ping', { at: n });
    await gone;
    expect(flood.all<{ message: string }>('error').some(({ message }) => message.startsWith('Rate limit'))).toBe(true);
  });

  it('refuses prototype tricks, forms and foreign callers over HTTP', async () => {
    const post = (body: string, headers: Record<string, string> = {}): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port: rig.port,
            path: '/api/strategies/1/stop',
            method: 'POST',
            headers: {
              host: `127.0.0.1:${rig.port}`,
              authorization: `Bearer ${OWNER_TOKEN}`,
              'content-type': 'application/json',
              ...headers,
            },
          },
          (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          },
        );
        sent.on('error', reject).end(body);
      });
    const before = rig.commands.length;
    expect(await post('{"__proto__":{"a":1}}')).toBe(400);
    expect(await post('{"constructor":{"prototype":{}}}')).toBe(400);
    expect(await post('{"commandId":"../../x y"}')).toBe(400);
    expect(await post('not json')).toBe(400);
    expect(await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(await post('{}', { 'content-type': 'text/plain' })).toBe(415);
    expect(await post('{}', { origin: 'https://evil.example' })).toBe(403);
    expect(await post('{}', { origin: 'null' })).toBe(403);
    expect(await post('{}', { host: `rebound.example:${rig.port}` })).toBe(403);
    expect(await post('{}', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post(`{"cause":"${'x'.repeat(300_000)}"}`)).toBe(413);
    expect(rig.commands).toHaveLength(before);
    expect(await post('{}', { origin: `http://localhost:${rig.port}` })).toBe(200);
    // A token in a URL is no credential.
    expect((await call(rig.url, `/api/account?token=${OWNER_TOKEN}&access_token=${OWNER_TOKEN}`)).status).toBe(401);
    for (const path of [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fpackage.json',
      '//evil',
      '/api/account/../flatten',
      '/%00',
      `/${'a'.repeat(20_000)}`,
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\nConnection: close\r\n\r\n`);
      expect([path.slice(0, 40), answer.slice(9, 12)]).toEqual([
        path.slice(0, 40),
        expect.stringMatching(/^(400|403|404|414|431)$/),
      ]);
    }
  });

  it('answers garbage on the port with a closed socket', async () => {
    for (const text of [
      '\u0000\u0001\u0002',
      'GET\r\n\r\n',
      'POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    ]) {
      expect(await raw(text)).toMatch(/^(HTTP\/1\.1 (400|403)|$)/);
    }
  });

  it('holds a thousand idle sockets', async () => {
    const many: DocumentClient[] = [];
    // Of one network twenty may be on their way in: the twenty-first would push the first out.
    for (let n = 0; n < 990; n += 15) {
      const some = Array.from(
        { length: 15 },
        () =>
          new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'], reconnection: false }),
      );
      await Promise.all(some.map((each) => each.connected()));
      many.push(...some);
    }
    expect(rig.server.connections).toBeGreaterThanOrEqual(990);
    // Beyond the full house there are places for the owner's windows.
    const full = Array.from(
      { length: 62 },
      () =>
        new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN }, transports: ['websocket'], reconnection: false }),
    );
    const results = await Promise.allSettled(full.map((each) => each.connected()));
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    for (const each of [...many, ...full]) each.close();
    await expect.poll(() => rig.server.connections).toBeLessThan(10);
  });
});
