import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectPrivately } from '../../../../../engine/adapters/link/private-client.ts';
import { openPrivateDoor, type PrivateDoor } from '../../../../../engine/adapters/link/private-door.ts';
import type { PassedOn } from '../../../../../engine/ports/entrance.ts';

const SECRET = 'the-secret-of-this-start-0123456789';
const PASSED_ON: PassedOn = { remoteAddress: '192.0.2.7', localAddress: '127.0.0.2', isExposed: true };

let folder: string;
let path: string;
let door: PrivateDoor | undefined;
let came: (PassedOn | undefined)[];
let refused: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pwp-'));
  path = join(folder, 'hub.sock');
  [came, refused] = [[], []];
  door = await openPrivateDoor({
    path,
    secret: SECRET,
    onConnection: (socket, passedOn) => {
      came.push(passedOn);
      socket.pipe(socket);
    },
    onRefused: (reason) => refused.push(reason),
  });
});

afterEach(async () => {
  await door?.close();
  rmSync(folder, { recursive: true, force: true });
});

function heard(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (part: Buffer) => (text += part.toString()));
    socket.once('close', () => resolve(text));
  });
}

test('who knows the secret gets in, and what is said comes through, with whose connection it is', async () => {
  const own = await connectPrivately(path, SECRET);
  const first = heard(own);
  own.end('of our own');
  expect(await first).toBe('of our own');
  const passed = await connectPrivately(path, SECRET, PASSED_ON);
  const second = heard(passed);
  passed.end('of somebody');
  expect(await second).toBe('of somebody');
  expect(came).toEqual([undefined, PASSED_ON]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('who does not is not let in, and hears nothing that the secret could be guessed by', async () => {
  await expect(connectPrivately(path, 'another-secret-0123456789012345')).rejects.toThrow('closed');
  expect([came, refused]).toEqual([[], ['a private connection without the secret']]);
  for (const line of ['{}\n', 'GET / HTTP/1.1\r\n\r\n', `${'x'.repeat(9_000)}\n`]) {
    const stranger = connect(path);
    const said = heard(stranger);
    stranger.write(line);
    expect(await said).toMatch(/^\{"challenge":"[\w-]+"\}\n$/);
  }
  expect(came).toEqual([]);
});

test('an answer that was given once is worth nothing the next time', async () => {
  // All that was said by a client that got in.
  const lines: string[] = [];
  const between = createServer((client) => {
    const server = connect(path);
    client.on('data', (part: Buffer) => lines.push(part.toString()));
    client.pipe(server).pipe(client);
    client.on('error', () => undefined);
    server.on('error', () => undefined);
  });
  const listening = join(folder, 'between.sock');
  await new Promise<void>((resolve) => between.listen(listening, resolve));
  (await connectPrivately(listening, SECRET)).destroy();
  expect(came).toHaveLength(1);
  const again = connect(path);
  const said = heard(again);
  again.write(lines[0] ?? '');
  await said;
  expect(came).toHaveLength(1);
  between.close();
});

test('nothing but a challenge and a proof is said to one who took the place and does not know the secret', async () => {
  const got: string[] = [];
  const thief = createServer((client) => {
    client.write('{"challenge":"0123456789012345678901234567890"}\n');
    client.on('data', (part: Buffer) => {
      got.push(part.toString());
      client.write('{"proof":"0123456789012345678901234567890"}\n');
    });
    client.on('error', () => undefined);
  });
  const taken = join(folder, 'taken.sock');
  await new Promise<void>((resolve) => thief.listen(taken, resolve));
  await expect(connectPrivately(taken, SECRET)).rejects.toThrow('does not know the secret');
  expect(got).toHaveLength(1);
  expect(Object.keys(JSON.parse(got[0] ?? '') as object)).toEqual(['challenge', 'proof']);
  thief.close();
});

test('a folder that is open to others is not trusted', async () => {
  chmodSync(folder, 0o755);
  await expect(connectPrivately(path, SECRET)).rejects.toThrow('is open to others');
  chmodSync(folder, 0o700);
  await expect(connectPrivately(join(folder, 'none.sock'), SECRET)).rejects.toThrow('ENOENT');
});
