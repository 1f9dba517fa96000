import { callOf, HUB_RECORDING_ROUTES, PIECE_BYTES, type AnyCallInput } from '../../engine/wire/index.ts';

type Name = keyof typeof HUB_RECORDING_ROUTES;

export interface RecordingAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** Calls of recordings, by the names of their routes, as a program with a token makes them. */
export class RecordingClient {
  private readonly hub: string;
  private readonly token: string;

  constructor(hub: string, token: string) {
    this.hub = hub;
    this.token = token;
  }

  async call<T = unknown>(name: Name, input: AnyCallInput = {}): Promise<RecordingAnswer<T>> {
    const { method, path, body } = callOf(HUB_RECORDING_ROUTES[name], input);
    const type = body === undefined || typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    const response = await fetch(new URL(path, this.hub), {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': type },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Sends a file whole; tells its id. */
  async send(name: string, content: string): Promise<string> {
    const bytes = new TextEncoder().encode(content);
    const begun = await this.call<{ id: string }>('beginUpload', { body: { name, bytes: bytes.length } });
    if (begun.status !== 200) throw new Error(JSON.stringify(begun.body));
    const { id } = begun.body;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const params = { id, at: String(at) };
      const answer = await this.call('uploadPiece', { params, body: bytes.slice(at, at + PIECE_BYTES) });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    }
    return id;
  }
}

/** Minute bars of a made-up gold morning, as an exporter writes them without a zone. */
export function goldTable(minutes: number, from = Date.UTC(2024, 1, 6, 9, 0)): string {
  const rows = Array.from({ length: minutes }, (_, n) => {
    const at = new Date(from + n * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    const open = 2_040 + Math.round(40 * Math.sin(n / 25)) / 10;
    const close = 2_040 + Math.round(40 * Math.sin((n + 1) / 25)) / 10;
    const high = Math.max(open, close) + 0.4;
    const low = Math.min(open, close) - 0.3;
    return `${at},${open.toFixed(1)},${high.toFixed(1)},${low.toFixed(1)},${close.toFixed(1)},${10 + (n % 7)}`;
  });
  return ['Date,Open,High,Low,Close,Volume', ...rows].join('\n');
}
