import type {
  CockpitAccount,
  DeviceEntry,
  HUB_ROUTES,
  NotificationMessage,
  Query,
  Reply,
} from '../../../engine/wire/index.ts';
import { seeded } from '../random.ts';
import { cents } from './scene.ts';

export function calendar(days: number, until: string): Reply<typeof HUB_ROUTES.calendar>['calendar_data'] {
  const random = seeded(77);
  const last = Date.parse(`${until}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) => new Date(last - (days - 1 - index) * 86_400_000))
    .filter((day) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6)
    .map((day) => {
      const pnl = Math.round((random() * 900 - 390) * 100) / 100;
      const trades = 4 + Math.floor(random() * 14);
      const wins = Math.round(trades * (0.35 + random() * 0.3));
      return {
        date: day.toISOString().slice(0, 10),
        pnl,
        trades,
        wins,
        gross: Math.round((pnl + trades * 0.74) * 100) / 100,
        fees: Math.round(trades * 74) / 100,
        drawdown: Math.round(random() * 30_000) / 100,
      };
    });
}

/** A day's curve that ends at `end`: what the drawdown chart and the tiles draw. */
export function curve(
  startMs: number,
  endMs: number,
  points: number,
  end: number,
  seed: number,
): Reply<typeof HUB_ROUTES.drawdown>['chart_data'] {
  const random = seeded(seed);
  let level = 0;
  let high = 0;
  const walk = Array.from({ length: points }, () => (level += random() - 0.49));
  const last = walk.at(-1) ?? 0;
  const scale = Math.max(30, Math.abs(end)) / 6;
  return walk.map((value, index) => {
    const share = (index + 1) / points;
    const pnl = Math.round(((value - last * share) * scale * 0.6 + end * share) * 100) / 100;
    high = Math.max(high, pnl);
    return {
      timestamp: new Date(startMs + (endMs - startMs) * share).toISOString(),
      pnl,
      drawdown: Math.round((high - pnl) * 100) / 100,
    };
  });
}

/** What the equity panel draws: the days' sums of the calendar, one on the other, and a high-water mark over all. */
export function equity(
  account: CockpitAccount,
  query: Query<typeof HUB_ROUTES.equity>,
): Reply<typeof HUB_ROUTES.equity> {
  const strategy = account.books.find(({ id }) => id === query.strategy);
  const to = query.to ?? account.tradingDay;
  const from = query.from ?? to;
  const nowMs = Date.parse(account.asOf.time);
  const days = calendar(140, account.tradingDay).map(({ date, pnl }) => ({
    date,
    net:
      date === account.tradingDay ? ((strategy ?? account).dayNet ?? 0) : cents(pnl / (strategy === undefined ? 1 : 5)),
  }));
  const sum = days.reduce((total, { net }) => total + net, 0);
  // Today ends at the equity that the account has everywhere else.
  let balance = strategy === undefined ? cents((account.equity ?? 0) - sum) : 0;
  let high = balance;
  let start = balance;
  let deepest = 0;
  const points: { timestamp: string; equity: number; drawdown: number }[] = [];
  for (const { date, net } of days) {
    if (date > to) break;
    if (date <= from) start = balance;
    const isToday = date === account.tradingDay;
    const startMs = Date.parse(`${date}T00:00:00Z`) - 3_600_000;
    const endMs = isToday ? nowMs : startMs + 23 * 3_600_000;
    for (const point of curve(startMs, endMs, 48, net, Number(date.replaceAll('-', '')))) {
      const value = cents(balance + point.pnl);
      high = Math.max(high, value);
      if (date < from) continue;
      deepest = Math.max(deepest, cents(high - value));
      points.push({ timestamp: point.timestamp, equity: value, drawdown: cents(high - value) });
    }
    balance = cents(balance + net);
  }
  return { from, to, start, net: cents((points.at(-1)?.equity ?? start) - start), highWater: high, deepest, points };
}

export function notifications(nowMs: number): NotificationMessage[] {
  const rows: readonly (readonly [
    type: NotificationMessage['type'],
    title: string,
    message: string,
    priority: NotificationMessage['priority'],
    minutesAgo: number,
    read: boolean,
  ])[] = [
    ['TRADE_CLOSED', 'MES lost', 'short 1, stop, \u2212$15.74', 'MEDIUM', 131, true],
    ['FLATTENED', 'MES flattened', 'by owner from cockpit, verified after 143 ms', 'HIGH', 84, true],
    ['TRADE_CLOSED', 'MNQ won', 'long 1, target, +$48.26', 'MEDIUM', 18, false],
    ['RISK_ALERT', 'M6E feed was stale', 'no quote for 12 s, entries were stopped; back after 19 s', 'HIGH', 40, false],
  ];
  return rows.map(([type, title, message, priority, minutesAgo, read], index) => ({
    id: `n-${index}`,
    userId: 'owner',
    type,
    title,
    message,
    priority,
    read,
    timestamp: nowMs - minutesAgo * 60_000,
    metadata: {},
  }));
}

export function fakeDevices(): DeviceEntry[] {
  return [
    {
      id: 'd-1',
      kind: 'session',
      name: 'cockpit on this machine',
      userName: 'owner',
      role: 'owner',
      address: '127.0.0.1',
      browser: 'Chrome',
      pending: false,
      created: '2026-11-20T14:00:00.000Z',
      lastSeen: '2026-11-20T19:22:00.000Z',
      expires: null,
      sockets: 1,
    },
    {
      id: 'd-2',
      kind: 'device',
      name: 'phone',
      userName: 'owner',
      role: 'flatten',
      address: '192.168.1.24',
      browser: 'Safari on iPhone',
      pending: false,
      created: '2026-11-12T08:00:00.000Z',
      lastSeen: '2026-11-20T18:41:00.000Z',
      expires: '2026-12-12T08:00:00.000Z',
      sockets: 0,
    },
  ];
}

/** Looks like a QR code and is none. */
export function picture(): string {
  const random = seeded(4);
  const cells = Array.from({ length: 625 }, (_, index) =>
    random() < 0.5 ? `M${index % 25} ${Math.floor(index / 25)}h1v1h-1z` : '',
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 27 27"><path d="${cells}"/></svg>`;
}
