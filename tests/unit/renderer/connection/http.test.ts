import { describe, expect, it } from 'vitest';
import { HUB_ROUTES } from '../../../../engine/wire/index.ts';
import { createClient } from '../../../../renderer/connection/http.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function client(respond: () => Promise<Response>, sent: Sent[] = []) {
  return createClient(HUB_ROUTES, {
    base: 'http://hub',
    token: () => 't-1',
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
          headers: { authorization: 'Bearer t-1', 'content-type': 'application/json' },
        },
      },
    ]);
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
