import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAnswer } from '../../../engine/wire/index.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { accountWith, bookOf, positionOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

describe('chat about the market', () => {
  let rig: HubRig;
  let client: DocumentClient;
  const ask = async (message: string, context?: unknown): Promise<ChatAnswer> => {
    const before = client.all('chat:message').length;
    client.socket.emit('chat:message', context === undefined ? { message } : { message, context });
    await expect.poll(() => client.all('chat:message').length).toBe(before + 1);
    return client.all<ChatAnswer>('chat:message').at(-1) as ChatAnswer;
  };

  beforeAll(async () => {
    rig = await startHub();
    rig.server.take({
      t: 'account',
      view: accountWith(bookOf('MNQ', { positions: [positionOf()] }), {
        openPnlCents: 500,
        dayNetCents: 500,
        equityCents: 5_000_500,
      }),
    });
    client = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN } });
    await client.connected();
  });
  afterAll(async () => {
    client.close();
    await rig.close();
  });

  it("answers from the account's own data, and names what it rests on", async () => {
    const trend = await ask('What is the current trend?', { currentSymbol: 'MNQ' });
    expect(trend.message).toMatch(/^MNQZ6 is (rising|falling|sideways)/);
    expect(trend.sources).toEqual([
      expect.objectContaining({ kind: 'bars', symbol: 'MNQZ6', text: expect.stringContaining('60 one-minute bars') }),
    ]);
    const position = await ask('am I long or short?');
    expect(position.message).toContain('MNQ-WINNER is long 1 MNQZ6 from 20997.50');
    expect(position.message).toContain('stop 20975.00');
    expect(position.sources.map(({ kind }) => kind)).toEqual(['account', 'position']);
    const room = await ask('how much room to the daily loss limit?');
    expect(room.message).toContain('$1,000.00');
    const trades = await ask('how did my trades do today?');
    expect(trades.message).toContain('2 trades today');
    expect(trades.sources.at(-1)).toMatchObject({ kind: 'trades', ids: [expect.any(String), expect.any(String)] });
    const result = await ask('what is my pnl');
    expect(result.message).toContain('Today +$5.00');
    expect((await ask('pnl this week')).message).toMatch(/^This week: \+\$37\.02 net, 6 trades.* 3 of 3 days up/);
    const euro = await ask('trend of EURUSD');
    expect(euro.message).toMatch(/^EURUSD is not traded here.*its quote: 1\.\d+.*\(simulated\)/);
    expect(euro.sources).toEqual([expect.objectContaining({ kind: 'quote', symbol: 'EURUSD' })]);
  });

  it.each([
    [
      'am I flat?',
      /^Not flat: 1 open position\.\n.*stop 20975\.00 \(25\.00 away, \$50\.00\)/s,
      ['account', 'position'],
    ],
    ['how is MGC-PO3 doing', /^MGC-PO3 today \$0\.00/, ['account']],
    ['how did MNQ do yesterday', /^Yesterday \(2026-11-19\) on MNQ: \+\$12\.34 net/, ['account', 'calendar']],
    ['best day this week', /^The best day this week: 2026-11-\d\d \+\$12\.34 with 2 trades/, ['account', 'calendar']],
    [
      'win rate today',
      /2 won, 0 not \(100 % won\).*profit factor without a loss.*longest streak 2 wins/s,
      ['account', 'trades'],
    ],
    ['last trade', /^MNQ long 1 MNQZ6 from 20997\.50 to 21000\.00: \+\$4\.26/, ['trades']],
    ['why was my last position closed?', /It ended by: target\. It began by: close below lower band/, ['trades']],
    ['which strategy did best today', /^MNQ-WINNER did best today/, ['account']],
    ['what do I pay in fees', /^Fees today: \$0\.00 on 0 trades/, ['account']],
    ['balance?', /^Balance \$50,000\.00, equity \$50,005\.00/, ['account']],
    [
      'drawdown?',
      /^The account is \$1\.50 below its high-water mark of \$50,001\.00\. The deepest from that mark today: \$1\.50/,
      ['account', 'calendar'],
    ],
    ["what's the spread on NQ", /spread 0\.25 \(1 tick\)/, ['account', 'quote']],
    ["today's range in MNQ", /^MNQZ6 today: high 2\d{4}\.\d\d, low/, ['bars']],
    ['RSI on MNQ?', /^MNQ-WINNER: not warm yet/, ['bars']],
    ['why is MES not trading', /No entry on MES was denied today/, ['account', 'rows']],
    ['is everything ok?', /^All in order.*No alarms today/s, ['account', 'rows']],
    ['is this real money?', /mode SIM \(a simulated market, no real money/, ['account']],
    ['when is the next holiday', /Thanksgiving, 2026-11-26/, ['account', 'calendar']],
    [
      'where do we stand',
      /^Today \+\$5\.00.*1 open position.*Room to the daily.*All in order/s,
      ['account', 'position', 'rows'],
    ],
    ["how's PO3", /^MGC-PO3 today \$0\.00.*No strategy has shown/s, ['account']],
    ['should I sell?', /^I give no advice.*MNQZ6 is/, ['bars']],
    ["how's crude looking", /^(CL is not traded here|I have no data of CL)/, expect.any(Array)],
  ])('%s', async (question, answer, kinds) => {
    const { message, sources } = await ask(question, { currentSymbol: 'MNQ' });
    expect(message).toMatch(answer);
    expect([...new Set(sources.map(({ kind }) => kind))]).toEqual(kinds);
  });

  it('says when it does not understand, and that it cannot act', async () => {
    expect((await ask('colorless green ideas sleep furiously')).message).toMatch(/did not understand/);
    const before = rig.commands.length;
    expect((await ask('flatten everything and unlock the limit')).message).toMatch(/only read/);
    expect(rig.commands).toHaveLength(before);
  });

  it('asks a configured model with read-only tools, and falls back when it fails', async () => {
    const asked: { messages: { role: string; content?: string }[]; tools: { function: { name: string } }[] }[] = [];
    let broken = false;
    const model: Server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const parsed = JSON.parse(body) as (typeof asked)[number];
        asked.push(parsed);
        const last = parsed.messages.at(-1);
        const message =
          last?.role === 'tool'
            ? { content: `The equity is ${(JSON.parse(last.content ?? '{}') as { equity?: number }).equity}.` }
            : {
                content: null,
                tool_calls: [
                  { id: 't1', type: 'function', function: { name: 'get_account', arguments: '{}' } },
                  { id: 't2', type: 'function', function: { name: 'flatten', arguments: '{}' } },
                ],
              };
        if (broken) response.statusCode = 500;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ choices: [{ message }] }));
      });
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
    const set = await call(rig.url, '/api/settings', {
      method: 'PUT',
      token: OWNER_TOKEN,
      body: { chat: { endpoint, model: 'local', key: 'sk-secret' } },
    });
    expect(set.body).toMatchObject({ chat: { endpoint, model: 'local', hasKey: true } });
    expect([...rig.rows.values()].join('')).not.toContain('sk-secret');

    const before = rig.commands.length;
    const answer = await ask('what is my equity?');
    // The tool that it invented gave an error, so its last message rests on the account or on nothing.
    expect(asked[0]?.tools.map((tool) => tool.function.name)).toEqual([
      'get_account',
      'get_bars',
      'get_trades',
      'get_days',
    ]);
    expect(asked[1]?.messages.some(({ content }) => content?.includes('there is no tool flatten') === true)).toBe(true);
    expect(answer.sources).toEqual([expect.objectContaining({ kind: 'account' })]);
    broken = true;
    const fallen = await ask('what is my equity?');
    expect(fallen.message).toMatch(/built-in analyst/);
    expect(fallen.message).toContain('$50,005.00');
    expect(rig.commands).toHaveLength(before);
    await new Promise((resolve) => model.close(resolve));
  });

  it('does not hold an answer without end', async () => {
    let sent = 0;
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    const endless = createServer((_request, response) => {
      response.on('close', close);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024))) sent += 64 * 1024;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/v1`;
    const body = { chat: { endpoint, model: 'm' } };
    await call(rig.url, '/api/settings', { method: 'PUT', token: OWNER_TOKEN, body });
    expect((await ask('what is my equity?')).message).toMatch(/built-in analyst/);
    await closed;
    expect(sent).toBeLessThan(20_000_000);
    await call(rig.url, '/api/settings', { method: 'PUT', token: OWNER_TOKEN, body: { chat: { endpoint: null } } });
    await new Promise((resolve) => endless.close(resolve));
  });

  it('sends its key to no other origin than the one that it was given for', async () => {
    const shown: (string | undefined)[] = [];
    const listen = async (): Promise<{ server: Server; origin: string }> => {
      const server = createServer((request, response) => {
        shown.push(request.headers.authorization);
        response.end(JSON.stringify({ choices: [{ message: { content: 'yes' } }] }));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    };
    const [own, other] = [await listen(), await listen()];
    const set = async (endpoint: string | null, key?: string): Promise<unknown> => {
      const chat = { endpoint, model: 'm', ...(key === undefined ? {} : { key }) };
      const { status, body } = await call(rig.url, '/api/settings', {
        method: 'PUT',
        token: OWNER_TOKEN,
        body: { chat },
      });
      return status === 200 ? (body as { chat: { hasKey: boolean } }).chat.hasKey : status;
    };
    expect(await set(`${own.origin}/v1`, 'sk-own')).toBe(true);
    expect(await set(`${own.origin}/v2`)).toBe(true);
    await ask('hello');
    expect(shown.splice(0)).toEqual(['Bearer sk-own']);

    expect(await set(other.origin)).toBe(false);
    await ask('hello');
    expect(shown.splice(0)).toEqual([undefined]);
    expect(await set(`${own.origin}/v1`)).toBe(false); // it is gone, not only held back
    expect(await set(other.origin, 'sk-other')).toBe(true);
    await ask('hello');
    expect(shown.splice(0)).toEqual(['Bearer sk-other']);

    for (const bad of ['http://models.example/v1', 'https://a:b@models.example/v1', 'ftp://127.0.0.1/']) {
      expect([bad, await set(bad)]).toEqual([bad, 400]);
    }
    expect(await set('https://models.example/v1')).toBe(false);
    expect(await set(null)).toBe(false);
    for (const { server } of [own, other]) await new Promise((resolve) => server.close(resolve));
  });
});
