import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { connectPrivately } from './private-client.ts';
import { socketPath } from './socket-path.ts';

/** A running installation, as its record in the data folder tells of it. */
export interface OwnPlace {
  /** Address of the hub. */
  readonly hub: string;
  /** File with the owner's token. */
  readonly tokenFile: string;
  readonly runtimeDir: string;
}

/** File with the secret of a start, in its runtime folder. */
export const SECRET_FILE = 'secret';

/** Longer answers are no answers of ours. */
const MOST_BYTES = 16 * 1024 * 1024;
const LIMIT_MS = 10_000;

/**
 * An agent for Node's HTTP whose connections go to a server's private socket, whatever the address says: to the hub
 * ("hub") or an engine's ("MNQ").
 */
export class PrivateAgent extends Agent {
  private readonly runtimeDir: string;
  private readonly server: string;

  constructor(runtimeDir: string, server: string) {
    super();
    this.runtimeDir = runtimeDir;
    this.server = server;
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    void this.connect(done);
    return undefined;
  }

  private async connect(done?: (error: Error | null, socket: Duplex) => void): Promise<void> {
    let socket: Duplex;
    try {
      const secret = readFileSync(join(this.runtimeDir, SECRET_FILE), 'utf8').trim();
      socket = await connectPrivately(socketPath(this.runtimeDir, this.server), secret);
    } catch (error) {
      // Node calls back with an error or with a socket; its types want both.
      done?.(error as Error, undefined as never);
      return;
    }
    done?.(null, socket);
  }
}

/** A server's refusal; the message is its own. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * How programs of this installation speak to its servers as the owner: the same calls as everybody's, but over the
 * private sockets, whose other end has proved that it belongs to this start. So the owner's token reaches nobody who
 * merely listens on a port.
 */
export class OwnWire {
  readonly place: OwnPlace;

  constructor(place: OwnPlace) {
    this.place = place;
  }

  /** For sockets; `token` goes with it. */
  agent(server = 'hub'): Agent {
    return new PrivateAgent(this.place.runtimeDir, server);
  }

  get token(): string {
    return readFileSync(this.place.tokenFile, 'utf8').trim();
  }

  /**
   * A call, with the owner's token. Rejects with `Refusal` where the server refuses, else where nobody answers.
   *
   * @param url where a stranger would send it: names server and path
   */
  async call(
    method: string,
    url: URL,
    options: { readonly body?: object; readonly server?: string; readonly limitMs?: number } = {},
  ): Promise<unknown> {
    const { body, server = 'hub', limitMs = LIMIT_MS } = options;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
      const asked = request(url, {
        method,
        agent: this.agent(server),
        signal: AbortSignal.timeout(limitMs),
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > MOST_BYTES) asked.destroy(new Error('the answer is too long'));
          else parts.push(part);
        });
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(parts).toString('utf8') }),
        );
      });
      asked.end(text);
    });
    const read = parsed(answer);
    if (status >= 200 && status < 300) return read;
    // Any JSON: what is used of it is looked at in the next line.
    const { error } = (read ?? {}) as { error?: { message?: unknown } };
    throw new Refusal(status, typeof error?.message === 'string' ? error.message : `it answered with status ${status}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
