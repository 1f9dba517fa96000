/** The least that a step over links could cost: lines of the same size to as many processes, echoed, nothing else. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A venue's report of a step with a quote of four contracts; an engine's step; an engine's answer. */
const REPORT = JSON.stringify({ t: 'reply', id: 1, value: 'x'.repeat(700) });
const STEP = JSON.stringify({ t: 'step', n: 1, quotes: 'x'.repeat(220) });
const DONE = JSON.stringify({ t: 'done', n: 1, rest: 'x'.repeat(60) });
const ASK = JSON.stringify({ t: 'advance', id: 1, n: 1 });

/** Calls back with each whole line. */
function onLines(socket: Socket, take: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

function echo(path: string): void {
  const socket = connect(path);
  socket.on('error', () => process.exit(0));
  socket.on('close', () => process.exit(0));
  onLines(socket, (line) => {
    const { t } = JSON.parse(line) as { t: string };
    socket.write(`${t === 'advance' ? REPORT : DONE}\n`);
  });
}

/** Microseconds of one round: a question to one process, then one to each of the others at once. */
export async function bareLinks(engines: number, rounds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pw-'));
  const path = join(folder, 's');
  const sockets: { socket: Socket; answered: (() => void) | undefined }[] = [];
  const met = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    const peer = { socket, answered: undefined as (() => void) | undefined };
    onLines(socket, (line) => {
      JSON.parse(line);
      peer.answered?.();
    });
    sockets.push(peer);
    if (sockets.length === engines + 1) met.resolve();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const children = Array.from({ length: engines + 1 }, () => fork(import.meta.filename, [path], { stdio: 'ignore' }));
  try {
    await met.promise;
    const ask = (peer: (typeof sockets)[number], line: string): Promise<void> =>
      new Promise((resolve) => {
        peer.answered = resolve;
        peer.socket.write(`${line}\n`);
      });
    const [venue, ...others] = sockets;
    if (venue === undefined) throw new Error('nobody connected');
    const round = async (): Promise<void> => {
      await ask(venue, ASK);
      await Promise.all(others.map((other) => ask(other, STEP)));
    };
    for (let i = 0; i < rounds / 5; i += 1) await round();
    const began = performance.now();
    for (let i = 0; i < rounds; i += 1) await round();
    return ((performance.now() - began) * 1e3) / rounds;
  } finally {
    for (const { socket } of sockets) socket.destroy();
    for (const child of children) child.kill();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main && process.send !== undefined) echo(process.argv[2] ?? '');
