import { describe, expect, it } from 'vitest';
import { HUB_ROUTES } from '../../../../engine/wire/index.ts';
import { createClient } from '../../../../renderer/connection/http.ts';
import type { Prover } from '../../../../renderer/proof/prover.ts';

/** Says what it was asked to prove, and with which nonce. */
function speakingProver(): Prover {
  let nonce = 'none';
  return {
    ofCall: (method, url, token = 'no token') => Promise.resolve(`${method} ${url} ${token} ${nonce}`),
    ofSocket: () => Promise.reject(new Error('no socket is opened here')),
    heard: (url, next) => (nonce = `${url}:${next}`),
  };
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function client(respond: () => Promise<Response>, sent: Sent[] = [], prover: Prover = speakingProver()) {
  return createClient(HUB_ROUTES, {
    base: 'http://hub',
    token: () => 't-1',
    prover,
    fetch: (url, init) => {
      sent.push({ url, init });
      return respond();
    },
  });
}

const json = (value: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(value), { status }));

describe('createClient', () => {
  it('calls a route by its name, with the token of this page', async () => {
    const sent: Sent[] = [];
    const hub = client(() => json({ success: true, state: 'EXITS_ONLY' }), sent);
    const answer = await hub.call('stopStrategy', { params: { id: 'MNQ' }, body: { commandId: 'c-1' } });
    expect(answer).toEqual({ ok: true, value: { success: true, state: 'EXITS_ONLY' } });
    expect(sent).toMatchObject([
      {
        url: 'http://hub/api/strategies/MNQ/stop',
        init: {
          method: 'POST',
          body: '{"commandId":"c-1"}',
          headers: {
            authorization: 'DPoP t-1',
            dpop: 'POST http://hub/api/strategies/MNQ/stop t-1 none',
            'content-type': 'application/json',
          },
        },
      },
    ]);
  });

  it('asks again, once, with the nonce that the server wanted', async () => {
    const sent: Sent[] = [];
    const wanted = (nonce: string): Response =>
      new Response(JSON.stringify({ error: { code: 'use_dpop_nonce', message: 'a younger one' } }), {
        status: 401,
        headers: { 'dpop-nonce': nonce },
      });
    const answers = [wanted('n-1'), new Response('{"userId":"owner"}', { headers: { 'dpop-nonce': 'n-2' } })];
    const hub = client(() => Promise.resolve(answers.shift() ?? wanted('n-3')), sent);
    expect(await hub.call('me')).toEqual({ ok: true, value: { userId: 'owner' } });
    expect(await hub.call('me')).toMatchObject({ ok: false, status: 401, code: 'use_dpop_nonce' });
    const proofs = sent.map(({ init }) => (init.headers as Record<string, string>)['dpop']);
    expect(proofs.map((proof) => proof?.split(' ').at(-1))).toEqual([
      'none',
      'http://hub:n-1',
      'http://hub:n-2',
      'http://hub:n-3',
    ]);
  });

  it('asks nothing where the browser gives the page no key', async () => {
    const sent: Sent[] = [];
    const keyless = { ...speakingProver(), ofCall: () => Promise.reject(new Error('no cryptography here')) };
    const hub = client(() => json({}), sent, keyless);
    expect(await hub.call('me')).toMatchObject({ ok: false, status: -1, code: 'no_key' });
    expect(sent).toEqual([]);
  });

  it('tells the code and the words of a refusal', async () => {
    const hub = client(() => json({ error: { code: 'halted', message: 'halted until 17:00' } }, 409));
    expect(await hub.call('start')).toEqual({ ok: false, status: 409, code: 'halted', message: 'halted until 17:00' });
  });

  it('tells a server that does not answer from one whose answer cannot be read', async () => {
    const away = client(() => Promise.reject(new TypeError('fetch failed')));
    expect(await away.call('account')).toMatchObject({ ok: false, status: 0, code: 'unreachable' });
    const strange = client(() => Promise.resolve(new Response('<html>', { status: 502 })));
    expect(await strange.call('account')).toMatchObject({ ok: false, status: 502, code: 'unreadable' });
  });
});
