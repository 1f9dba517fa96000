import { expect, test } from 'vitest';
import { PIECE_BYTES } from '../../../../engine/wire/index.ts';
import type { HubClient } from '../../../../renderer/connection/http.ts';
import { sendRecording } from '../../../../renderer/connection/send-recording.ts';

const AWAY = { ok: false, status: 0, code: 'unreachable', message: 'no answer' } as const;

interface Piece {
  readonly params: { readonly at: number };
  readonly body: Uint8Array;
}

/** A hub that takes pieces; `faults` are its answers before it does. */
function rig(faults: readonly object[] = []) {
  const left = [...faults];
  const pieces: [at: number, bytes: number][] = [];
  const begun: string[] = [];
  const sent: number[] = [];
  const waits: number[] = [];
  const call = (name: string, input: unknown): Promise<unknown> => {
    if (name === 'beginUpload') return Promise.resolve({ ok: true, value: { id: 'u1' } });
    const fault = left.shift();
    if (fault !== undefined) return Promise.resolve(fault);
    const { params, body } = input as Piece;
    pieces.push([params.at, body.length]);
    return Promise.resolve({ ok: true, value: { received: params.at + body.length } });
  };
  let over = false;
  return {
    hub: { base: '', call } as unknown as HubClient,
    pieces,
    begun,
    sent,
    waits,
    end: () => {
      over = true;
    },
    sending: {
      sent: (bytes: number) => void sent.push(bytes),
      begun: (id: string) => void begun.push(id),
      isOver: () => over,
      wait: (ms: number) => {
        waits.push(ms);
        return Promise.resolve();
      },
    },
  };
}

const file = new File([new Uint8Array(PIECE_BYTES + 100)], 'a.csv');

test('a file goes in pieces, and each is told', async () => {
  const { hub, sending, pieces, begun, sent } = rig();
  expect(await sendRecording(hub, file, sending)).toEqual({ ok: true, value: { id: 'u1' } });
  expect(pieces).toEqual([
    [0, PIECE_BYTES],
    [PIECE_BYTES, 100],
  ]);
  expect([begun, sent]).toEqual([['u1'], [PIECE_BYTES, PIECE_BYTES + 100]]);
});

test('a hub that is away for a moment gets the piece again; one that paces is waited for', async () => {
  const busy = { ok: false, status: 429, code: 'rate_limited', message: 'wait', waitS: 7 };
  const { hub, sending, waits, pieces } = rig([AWAY, AWAY, busy]);
  expect(await sendRecording(hub, file, sending)).toMatchObject({ ok: true });
  expect(waits).toEqual([1_000, 1_000, 7_000]);
  expect(pieces).toHaveLength(2);
});

test('a hub that stays away, and one that lost the file, end it', async () => {
  const away = rig(Array.from({ length: 100 }, () => AWAY));
  expect(await sendRecording(away.hub, file, away.sending)).toEqual(AWAY);
  expect(away.waits).toHaveLength(20);
  const lost = { ok: false, status: 404, code: 'not_found', message: 'the file is not here any more' };
  const other = rig([lost]);
  expect(await sendRecording(other.hub, file, other.sending)).toEqual(lost);
});

test('one that is not wanted any more is sent no further; one that cannot be read is named', async () => {
  const { hub, sending, end, pieces } = rig();
  end();
  expect(await sendRecording(hub, file, sending)).toBeUndefined();
  expect(pieces).toEqual([]);
  const folder = { name: 'x', size: 5, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('no')) }) };
  const answer = await sendRecording(rig().hub, folder as unknown as File, rig().sending);
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('cannot read the file') });
});
