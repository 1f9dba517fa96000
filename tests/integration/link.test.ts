import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectLink, connectLinkUntil } from '../../engine/adapters/link/client.ts';
import { LINK_LIMITS, type LinkLimits } from '../../engine/adapters/link/limits.ts';
import { listenLinks, type LinkServer } from '../../engine/adapters/link/server.ts';
import { LineSplitter } from '../../engine/adapters/link/lines.ts';
import { SocketEnd } from '../../engine/adapters/link/socket-end.ts';
import { socketPath } from '../../engine/adapters/link/socket-path.ts';
import { memoryLink } from '../../engine/ports/link.ts';
import { CME } from '../../engine/domain/session.ts';
import type { Hello, HelloAnswer } from '../../engine/wire/link/messages.ts';
import { LINK_VERSION } from '../../engine/wire/link/messages.ts';
import { linkFault } from '../../engine/wire/link/schema.ts';
import { linkContract, until } from '../support/link-contract.ts';

const SECRET = 'a secret of this start';
const WELCOME: HelloAnswer = {
  t: 'welcome',
  epoch: 3,
  calendar: CME,
  identity: {
    account: 'SIM-1',
    run: 'run-1',
    runNumber: 1,
    mode: 'SIM',
    startBalanceCents: 5_000_000,
    configHash: 'c0ffee',
  },
};

let folder: string;
let server: LinkServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function hello(change: Partial<Hello> = {}): Hello {
  return { t: 'hello', version: LINK_VERSION, role: 'engine', name: 'MNQ', secret: SECRET, pid: 1, ...change };
}

interface Served {
  readonly path: string;
  readonly ends: SocketEnd<unknown, unknown>[];
  readonly refusals: string[];
}

async function serve(limits: LinkLimits = LINK_LIMITS, admit: () => HelloAnswer = () => WELCOME): Promise<Served> {
  const served: Served = { path: socketPath(folder, 'desk'), ends: [], refusals: [] };
  server = await listenLinks({
    path: served.path,
    secret: SECRET,
    admit,
    onLink: (_hello, end) => served.ends.push(end),
    onRefused: (reason) => served.refusals.push(reason),
    limits,
  });
  return served;
}

async function join2(served: Served, limits: LinkLimits = LINK_LIMITS): Promise<SocketEnd<unknown, unknown>> {
  const connected = await connectLink<unknown, unknown>(served.path, hello(), limits);
  if (!connected.ok) throw new Error(connected.reason);
  return connected.end;
}

describe('in memory', () => {
  linkContract(() => {
    const [left, right] = memoryLink<unknown, unknown>();
    return { left, right, dispose: () => left.close() };
  });
});

describe('over a socket', () => {
  linkContract(async () => {
    const served = await serve();
    const left = await join2(served);
    await until(() => served.ends.length === 1);
    const right = served.ends[0]!;
    return {
      left,
      right,
      dispose: async () => {
        left.close();
        await until(() => !right.open);
      },
    };
  });
});

describe('hello', () => {
  test('a welcome carries epoch, run and calendar', async () => {
    const served = await serve();
    const connected = await connectLink(served.path, hello());
    expect(connected).toMatchObject({ ok: true, welcome: WELCOME });
    if (connected.ok) connected.end.close();
  });

  test('a wrong secret gets no word', async () => {
    const served = await serve();
    const connected = await connectLink(served.path, hello({ secret: 'guess' }));
    expect(connected).toMatchObject({ ok: false, refused: false });
    expect(served.refusals).toEqual(['a wrong secret, from "MNQ"']);
    expect(served.ends).toHaveLength(0);
  });

  test('another version is refused and told to end', async () => {
    const served = await serve();
    const connected = await connectLink(served.path, hello({ version: LINK_VERSION + 1 }));
    expect(connected).toMatchObject({ ok: false, refused: true, end: true });
  });

  test('a refusal of the desk reaches the one that asked', async () => {
    const served = await serve(LINK_LIMITS, () => ({ t: 'refused', reason: 'another run', end: true }));
    expect(await connectLink(served.path, hello())).toEqual({
      ok: false,
      refused: true,
      end: true,
      reason: 'another run',
    });
  });

  test.each([
    ['no JSON', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['an unknown field', `${JSON.stringify({ ...hello(), more: 1 })}\n`],
    ['too much before its end', 'x'.repeat(5_000)],
  ])('a first line that is %s closes the connection', async (_name, text) => {
    const served = await serve();
    const socket = connect(served.path);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(text);
    await closed;
    expect(answer).toBe('');
    expect(served.refusals).toHaveLength(1);
  });

  test('a connection that says nothing is closed', async () => {
    const served = await serve({ ...LINK_LIMITS, helloMs: 30 });
    const socket = connect(served.path);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(served.refusals).toEqual(['a connection said no hello']);
  });
});

describe('checked', () => {
  test('a message that is not as its schema says closes the link with the fault', async () => {
    const path = socketPath(folder, 'checked');
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('{"t":"revive","name":"MNQ"}\n{"t":"revive"}\n');
    });
    await new Promise<void>((resolve) => listener.listen(path, resolve));
    const end = new SocketEnd<unknown, unknown>(connect(path), new LineSplitter(4_096), LINK_LIMITS, (said) =>
      linkFault('host', 'fromDesk', said),
    );
    const came: unknown[] = [];
    end.onMessage((said) => came.push(said));
    const reason = await new Promise<string>((resolve) => end.onClose(resolve));
    expect(came).toEqual([{ t: 'revive', name: 'MNQ' }]);
    expect(reason).toContain('host fromDesk: revive: name');
    await new Promise((resolve) => listener.close(resolve));
  });
});

describe('listening', () => {
  test.skipIf(process.platform === 'win32')('the socket is for this user alone', async () => {
    const served = await serve();
    expect(statSync(served.path).mode & 0o777).toBe(0o600);
  });

  test('a path that is too long is refused with its length', async () => {
    const path = join(folder, 'x'.repeat(120), 'desk.sock');
    await expect(listenLinks({ path, secret: SECRET, admit: () => WELCOME, onLink: () => undefined })).rejects.toThrow(
      /at most 10\d bytes, found 1\d\d/,
    );
    expect(await connectLink(path, hello())).toMatchObject({ ok: false, refused: false });
  });

  test('a socket that a killed process left is replaced, one that lives is not', async () => {
    const path = socketPath(folder, 'desk');
    writeFileSync(path, '');
    const served = await serve();
    expect(served.path).toBe(path);
    await expect(listenLinks({ path, secret: SECRET, admit: () => WELCOME, onLink: () => undefined })).rejects.toThrow(
      /EADDRINUSE/,
    );
  });

  test('connecting waits for a desk that comes later', async () => {
    const path = socketPath(folder, 'desk');
    const connecting = connectLinkUntil(path, hello(), performance.now() + 5_000, 10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await serve();
    const connected = await connecting;
    expect(connected.ok).toBe(true);
    if (connected.ok) connected.end.close();
  });

  test('connecting gives up when its time is over', async () => {
    const connected = await connectLinkUntil(socketPath(folder, 'desk'), hello(), performance.now() + 40, 10);
    expect(connected).toMatchObject({ ok: false, refused: false });
  });
});

describe('a broken or hanging other end', () => {
  test('a line that is too long closes the link', async () => {
    const served = await serve({ ...LINK_LIMITS, maxLineBytes: 10_000 });
    const left = await join2(served);
    const reasons: string[] = [];
    await until(() => served.ends.length === 1);
    served.ends[0]!.onClose((reason) => reasons.push(reason));
    left.send({ text: 'x'.repeat(20_000) });
    await until(() => reasons.length === 1);
    expect(reasons[0]).toMatch(/lines of at most 10000 bytes/);
    await until(() => !left.open);
  });

  test('a peer that does not read is cut off before memory grows', async () => {
    const limits = { ...LINK_LIMITS, maxQueuedBytes: 200_000 };
    const served = await serve(limits);
    const socket = connect(served.path);
    socket.write(`${JSON.stringify(hello())}\n`);
    await until(() => served.ends.length === 1);
    socket.pause();
    const reasons: string[] = [];
    const end = served.ends[0]!;
    end.onClose((reason) => reasons.push(reason));
    for (let n = 0; n < 200 && end.open; n += 1) {
      end.send({ text: 'x'.repeat(20_000) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(reasons[0]).toMatch(/does not read/);
    socket.destroy();
  });

  test('heartbeats keep a quiet link open, silence closes it', async () => {
    const limits = { ...LINK_LIMITS, heartbeatMs: 20, silenceMs: 150 };
    const served = await serve(limits);
    const left = await join2(served, limits);
    await until(() => served.ends.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(left.open).toBe(true);
    await until(() => left.silentForMs() < 150);
    left.close();

    const mute = connect(served.path);
    mute.write(`${JSON.stringify(hello())}\n`);
    await until(() => served.ends.length === 2);
    const reasons: string[] = [];
    served.ends[1]!.onClose((reason) => reasons.push(reason));
    await until(() => reasons.length === 1);
    expect(reasons[0]).toMatch(/nothing heard for/);
    mute.destroy();
  });

  test('a peer that dies in the middle of a line: the whole lines count, the rest is dropped', async () => {
    const path = join(folder, 'raw.sock');
    const raw = createServer((socket) => {
      socket.once('data', () => {
        socket.write(`${JSON.stringify(WELCOME)}\n{"n":1}\n{"n":`, () => socket.destroy());
      });
    });
    await new Promise<void>((resolve) => raw.listen(path, resolve));
    const connected = await connectLink<unknown, unknown>(path, hello());
    if (!connected.ok) throw new Error(connected.reason);
    const heard: unknown[] = [];
    const reasons: string[] = [];
    connected.end.onMessage((message) => heard.push(message));
    connected.end.onClose((reason) => reasons.push(reason));
    await until(() => reasons.length === 1);
    expect(heard).toEqual([{ n: 1 }]);
    await new Promise((resolve) => raw.close(resolve));
  });
});
