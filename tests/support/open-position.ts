import { expect } from 'vitest';
import type { CockpitAccount } from '../../engine/wire/index.ts';
import type { Pitwall } from './start-pitwall.ts';

/** The account as the hub tells it. */
export async function account({ hub, token }: Pitwall): Promise<CockpitAccount> {
  const answer = await fetch(`${hub}/api/account`, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as CockpitAccount;
}

/** Sends a command to the hub; its status and body. */
export async function command(
  { hub, token }: Pitwall,
  path: string,
  body: unknown = {},
): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${hub}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

/** From trade to trade at full speed, until a position is open; then the market hardly moves. */
export async function withPosition(running: Pitwall): Promise<void> {
  for (let now = await standing(running); now.held === 0; now = await standing(running)) {
    const before = JSON.stringify(now);
    expect((await command(running, '/api/sim/next-trade')).status).toBe(200);
    await expect
      .poll(async () => JSON.stringify(await standing(running)), { timeout: 240_000, interval: 100 })
      .not.toBe(before);
  }
}

/** What is held, and trades that were closed. */
async function standing(running: Pitwall): Promise<{ held: number; trades: number }> {
  const { books } = await account(running);
  return {
    held: books.reduce((sum, { positions }) => sum + positions.length, 0),
    trades: books.reduce((sum, { dayTrades }) => sum + dayTrades, 0),
  };
}
