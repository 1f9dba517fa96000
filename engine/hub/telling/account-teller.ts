import { OWNER_ID } from '../../adapters/web/credential.ts';
import type { LatestSender } from '../../adapters/web/latest.ts';
import { RateGate } from '../../adapters/web/rate-gate.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubSends, PositionUpdate } from '../../wire/index.ts';
import {
  encodeAccount,
  encodeFlatPosition,
  encodePortfolio,
  encodePositionUpdate,
  encodeSources,
  toIso,
} from '../../wire/encode/index.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import type { MarketMemory } from '../picture/market-memory.ts';
import { type HubIo, hubRoom, ROOM } from './rooms.ts';
import { encodeMarketData, encodeQuoteUpdate } from '../picture/market-messages.ts';

/** portfolio:update, position:update, quote:update, market:data: at most 4 a second. */
const GAP_MS = 250;

/** Tells the account's pictures: of each kind the latest, at its rate. */
export class AccountTeller {
  private readonly io: HubIo;
  private readonly latest: LatestSender<HubSends>;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly clock: Clock;
  private readonly gate: RateGate<undefined>;
  private readonly positions = new Map<string, PositionUpdate>();
  private readonly quoted = new Map<string, string>();
  private portfolio = '';

  constructor(io: HubIo, latest: LatestSender<HubSends>, picture: HubPicture, market: MarketMemory, clock: Clock) {
    this.io = io;
    this.latest = latest;
    this.picture = picture;
    this.market = market;
    this.clock = clock;
    this.gate = new RateGate<undefined>(clock, GAP_MS, () => this.tell());
  }

  /** The picture has changed. */
  changed(): void {
    const { view } = this.picture;
    if (view === undefined) return;
    if (this.has(ROOM.cockpit)) this.latest.send(ROOM.cockpit, 'pitwall:account', encodeAccount(view, this.picture));
    this.gate.offer(undefined);
  }

  /** Ages are told whatever else stands; `isNews`: one is heard no more, or again. */
  sourcesSeen(isNews: boolean): void {
    const sources = encodeSources(this.picture.sources);
    this.latest.send(ROOM.cockpit, 'pitwall:sources', { sources, timestamp: toIso(this.clock.now()) });
    if (isNews) this.changed();
  }

  close(): void {
    this.gate.close();
  }

  private tell(): void {
    const { view } = this.picture;
    if (view === undefined) return;
    const portfolio = encodePortfolio(view, OWNER_ID);
    const key = JSON.stringify({
      ...portfolio,
      timestamp: '',
      positions: portfolio.positions.map((each) => ({ ...each, timestamp: 0 })),
    });
    if (key !== this.portfolio) {
      this.portfolio = key;
      this.latest.send(ROOM.portfolio, 'portfolio:update', portfolio);
    }
    this.tellPositions();
    this.tellQuotes();
  }

  private tellPositions(): void {
    const { view } = this.picture;
    if (view === undefined) return;
    const open = new Map(
      view.books.flatMap((book) => book.positions.map((position) => [position.tradeId, { book, position }] as const)),
    );
    for (const [id, last] of this.positions) {
      if (open.has(id)) continue;
      // That a position ended may not be dropped for a slow reader.
      const now = view.books.find((each) => each.book === last.strategy) ?? { dayRealizedCents: 0 };
      this.io
        .to([ROOM.positions, ROOM.orders])
        .emit('position:update', encodeFlatPosition(last, now, view.asOf.timeMs));
      this.positions.delete(id);
    }
    for (const [id, { book, position }] of open) {
      const before = this.positions.get(id);
      const last = encodePositionUpdate(position, book, OWNER_ID, view.asOf.timeMs);
      this.positions.set(id, last);
      const same =
        before !== undefined &&
        JSON.stringify({ ...before, timestamp: 0 }) === JSON.stringify({ ...last, timestamp: 0 });
      if (!same) this.latest.send([ROOM.positions, ROOM.orders], 'position:update', last, `position:update ${id}`);
    }
  }

  /** Names that somebody asked for, each when it has changed. */
  private tellQuotes(): void {
    for (const room of this.io.sockets.adapter.rooms.keys()) {
      const { kind, key: name } = hubRoom(room) ?? {};
      if (name === undefined || (kind !== 'quotes' && kind !== 'market')) continue;
      const quotation = this.market.quotation(name);
      if (quotation === undefined || this.quoted.get(room) === quotation.version) continue;
      this.quoted.set(room, quotation.version);
      if (kind === 'quotes') this.latest.send(room, 'quote:update', encodeQuoteUpdate(name, quotation), room);
      else this.latest.send(room, 'market:data', encodeMarketData(name, quotation), room);
    }
    if (this.quoted.size > 1_000) this.quoted.clear();
  }

  private has(room: string): boolean {
    return this.io.sockets.adapter.rooms.has(room);
  }
}
