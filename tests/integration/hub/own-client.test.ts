import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Logger, silentLogger } from '../../../engine/ports/logger.ts';
import { T0, fillOf, rowOf } from '../../support/wire/fixtures.ts';
import { type HubRig, LIMITS, startHub } from '../../support/wire/hub-rig.ts';
import { type Fill, followFills } from '../../support/wire/own-client.ts';
import { OWNER_TOKEN, type SymbolRig, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const OWN_PAGE = 'http://desk.example:8080';

/** As a browser asks for an iframe of another site's page; `fetch` sets these headers by itself. */
function framedBy(url: string): Promise<IncomingMessage> {
  const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' };
  return new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => resolve(answer.resume())).once('error', reject);
  });
}

/** What docs/your-own-client.md says, tried. */
describe('a client of your own', () => {
  const lines: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (line) => void lines.push(line) };
  let hub: HubRig;
  let symbol: SymbolRig;
  beforeAll(async () => {
    hub = await startHub({ limits: { ...LIMITS, allowedOrigins: [OWN_PAGE] }, logger });
    symbol = await startSymbolServer('MNQ', { deps: { allowedOrigins: [OWN_PAGE], logger } });
  });
  afterAll(async () => {
    await symbol.close();
    await hub.close();
  });

  it('is told each fill once, those that it missed too', async () => {
    const told: string[] = [];
    const since = new Date(T0 - 2 * 86_400_000).toISOString();
    const socket = followFills(hub.url, OWNER_TOKEN, since, ({ fillId }: Fill) => void told.push(fillId));
    await expect.poll(() => told).toEqual(['F2', 'F1', 'F3']);
    hub.tell([rowOf(50, { type: 'OrderFilled', fill: fillOf(8), leavesQty: 0 })]);
    await expect.poll(() => told).toEqual(['F2', 'F1', 'F3', 'F8']);
    const back = new Promise<void>((resolve) => socket.once('pitwall:subscribed', () => resolve()));
    socket.io.engine.close();
    await back;
    hub.tell([rowOf(51, { type: 'OrderFilled', fill: fillOf(9), leavesQty: 0 })]);
    await expect.poll(() => told).toEqual(['F2', 'F1', 'F3', 'F8', 'F9']);
    socket.disconnect();
  });

  it('may be a page of a configured origin: it reads, and frames the page of each port', async () => {
    for (const { url } of [hub, symbol]) {
      const read = await fetch(`${url}/plain.js`, { headers: { origin: OWN_PAGE } });
      expect([url, read.status, read.headers.get('access-control-allow-origin')]).toEqual([url, 200, OWN_PAGE]);
      const { statusCode, headers } = await framedBy(url);
      const framers = /frame-ancestors ([^;]*)/.exec(String(headers['content-security-policy']))?.[1]?.split(' ');
      expect([statusCode, framers?.includes(OWN_PAGE), headers['x-frame-options']]).toEqual([200, true, undefined]);
    }
  });

  it('is told what is wrong, with the setting; the log says so once for each page', async () => {
    const stranger = 'http://desk.example:9090';
    for (const { url } of [hub, symbol]) {
      lines.length = 0;
      for (const path of ['/health', '/socket.io/?EIO=4&transport=polling', '/health']) {
        const refused = await fetch(`${url}${path}`, { headers: { origin: stranger } });
        expect([path, refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([path, 403, null]);
        expect(await refused.text()).toContain(`CORS_ORIGIN=${stranger}`);
      }
      expect(lines.filter((line) => line.includes(stranger))).toHaveLength(1);
      expect(lines[0]).toContain(`CORS_ORIGIN=${stranger}`);
    }
    const nobody = await fetch(`${hub.url}/api/account`);
    expect(nobody.status).toBe(401);
    expect(await nobody.json()).toEqual({
      error: {
        code: 'unauthorized',
        message: expect.stringMatching(/^Authentication required: .*Authorization: Bearer.*owner\.token/),
      },
    });
  });
});
