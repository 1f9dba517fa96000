import { PIECE_BYTES } from '../../engine/wire/index.ts';
import type { Answer, HubClient } from './http.ts';

/** A hub that dies is there again within seconds; its files are not. */
const AGAIN_MS = 1_000;
const MOST_TRIES = 20;
const PIECE_TIMEOUT_MS = 15_000;

/** What a file is to be sent as: its name, its size, its bytes. */
export type SentFile = Pick<File, 'name' | 'size' | 'slice'>;

export interface Sending {
  /** Bytes that the hub has. */
  readonly sent: (bytes: number) => void;
  /** An upload was begun, which has to be dropped when it is not wanted. */
  readonly begun: (id: string) => void;
  readonly isOver: () => boolean;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Sends a file in pieces; tells its upload's id. A piece that is not answered is sent again; a hub that does not come back
 * is the answer's fault `unreachable`. Undefined: it was over before.
 */
export async function sendRecording(
  hub: HubClient,
  file: SentFile,
  { sent, begun, isOver, wait }: Sending,
): Promise<Answer<{ readonly id: string }> | undefined> {
  const start = await hub.call('beginUpload', { body: { name: file.name.slice(0, 200), bytes: file.size } });
  if (!start.ok) return start;
  const { id } = start.value;
  begun(id);
  let tries = 0;
  for (let at = 0; at < file.size;) {
    if (isOver()) return undefined;
    const body = await bytesOf(file, at);
    if (body === undefined) return UNREADABLE;
    const answer = await hub.call('uploadPiece', { params: { id, at }, body }, PIECE_TIMEOUT_MS);
    if (answer.ok) {
      tries = 0;
      at = answer.value.received;
      sent(at);
    } else if (answer.code === 'unreachable' && tries < MOST_TRIES) {
      tries += 1;
      await wait(AGAIN_MS);
    } else if (answer.code === 'rate_limited' && tries < MOST_TRIES) {
      tries += 1;
      await wait((answer.waitS ?? 1) * 1_000);
    } else return answer;
  }
  return { ok: true, value: { id } };
}

async function bytesOf(file: SentFile, at: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
  } catch {
    return undefined;
  }
}

const UNREADABLE = {
  ok: false,
  status: -1,
  code: 'unreadable',
  message: 'the browser cannot read the file: a folder, or a file that was changed or removed meanwhile',
} as const;
