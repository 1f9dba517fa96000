import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ModelAnalyst } from '../../../../../engine/hub/analyst/model-analyst.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function analystOn(answer: RequestListener): Promise<ModelAnalyst> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.unref();
  const data = {
    tool: () => Promise.resolve({ content: '{}', sources: [] }),
    builtIn: () => Promise.resolve({ message: 'the rules say', sources: [] }),
  };
  return new ModelAnalyst(data, { endpoint: `http://127.0.0.1:${port}/v1`, model: 'm', key: undefined }, silentLogger);
}

test('an answer without end is taken up to its bound, and no further', async () => {
  let written = 0;
  let hungUp: () => void = () => undefined;
  const left = new Promise<void>((resolve) => (hungUp = resolve));
  const analyst = await analystOn((_request, response) => {
    const piece = ' '.repeat(16_384);
    const more = (): void => {
      while (!response.destroyed) {
        written += piece.length;
        if (!response.write(piece)) return;
      }
    };
    response.on('drain', more);
    response.on('close', () => hungUp());
    more();
  });
  const answer = await analyst.answer({ message: 'what is my equity?' });
  expect(answer.message).toMatch(/did not answer.*the rules say/);
  await left;
  // What lay in buffers on the way is not taken.
  expect(written).toBeLessThan(20_000_000);
});

test('an answer within its bound is read whole, over whatever pieces it comes', async () => {
  const text = JSON.stringify({ choices: [{ message: { content: 'fünf Kontrakte' } }] });
  const bytes = Buffer.from(text);
  const analyst = await analystOn((_request, response) => {
    // In the middle of the ü.
    const cut = bytes.indexOf(0xc3) + 1;
    response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)));
  });
  expect((await analyst.answer({ message: 'how many?' })).message).toBe('fünf Kontrakte');
});
