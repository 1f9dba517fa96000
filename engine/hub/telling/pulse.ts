import { findSpec } from '../../domain/catalog.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import type { LatestSender } from '../../adapters/web/latest.ts';
import { encodePnl, encodePositions, encodeStrategyPnl, toIso } from '../../wire/encode/index.ts';
import type { HubSends } from '../../wire/index.ts';
import { calendarNews } from '../picture/calendar-news.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import type { MarketMemory } from '../picture/market-memory.ts';
import { encodeMarketStatus, encodePrice, encodeTicker } from '../picture/market-messages.ts';
import { type HubIo, hubRoom, ROOM } from './rooms.ts';

/** What document 003 and 004 want every second of wall time. */
export class Pulse {
  private readonly io: HubIo;
  private readonly latest: LatestSender<HubSends>;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private marketOpen = '';
  private isOpen = true;
  private tradingDay = '';
  private readonly priced = new Map<string, string>();

  constructor(io: HubIo, latest: LatestSender<HubSends>, picture: HubPicture, market: MarketMemory) {
    this.io = io;
    this.latest = latest;
    this.picture = picture;
    this.market = market;
  }

  beat(): void {
    const { view } = this.picture;
    if (view === undefined) return;
    this.latest.send(ROOM.channel('pnl'), 'pnl_update', encodePnl(view));
    const positions = encodePositions(view, OWNER_ID);
    this.latest.send(ROOM.channel('positions'), 'position_update', {
      positions,
      count: positions.length,
      timestamp: toIso(view.asOf.timeMs),
    });
    for (const strategy of encodeStrategyPnl(view)) {
      this.latest.send(
        ROOM.channel('strategies'),
        'strategy_pnl_update',
        strategy,
        `strategy_pnl_update ${strategy.strategy_id}`,
      );
    }
    this.tickers();
    this.prices();
    this.hours();
    this.news(view.tradingDay);
  }

  private tickers(): void {
    for (const root of this.market.known) {
      const quote = this.market.quoteOf(root);
      const spec = findSpec(root);
      if (quote === undefined || spec === undefined) continue;
      this.latest.send(ROOM.channel('market'), 'market_data', encodeTicker(spec, quote), `market_data ${root}`);
    }
  }

  private prices(): void {
    for (const room of this.io.sockets.adapter.rooms.keys()) {
      const { kind, key: name } = hubRoom(room) ?? {};
      if (name === undefined || kind !== 'prices') continue;
      const quotation = this.market.quotation(name);
      if (quotation === undefined || this.priced.get(room) === quotation.version) continue;
      this.priced.set(room, quotation.version);
      this.latest.send(room, 'price:update', encodePrice(name, quotation), room);
    }
    if (this.priced.size > 1_000) this.priced.clear();
  }

  private hours(): void {
    const status = encodeMarketStatus(this.market.calendar, this.picture.timeMs);
    const key = JSON.stringify([status.isOpen, status.nextOpen, status.nextClose]);
    if (key === this.marketOpen) return;
    const first = this.marketOpen === '';
    const opened = this.isOpen !== status.isOpen;
    this.marketOpen = key;
    this.isOpen = status.isOpen;
    // Also the first: who connected before there was a market time has not heard it.
    this.io.emit('market:status', status);
    if (first || !opened) return;
    this.io.to(ROOM.events('MARKET_ALERT')).emit('event:notification', {
      type: 'MARKET_ALERT',
      title: status.isOpen ? 'Market open' : 'Market closed',
      message: status.isOpen ? `The market closes at ${status.nextClose}` : `The market opens at ${status.nextOpen}`,
      severity: 'low',
      timestamp: status.timestamp,
    });
  }

  /** Early closes and holidays, told when a trading day begins. */
  private news(tradingDay: string): void {
    if (tradingDay === this.tradingDay) return;
    this.tradingDay = tradingDay;
    for (const each of calendarNews(this.market.calendar, tradingDay, this.market.known, this.picture.timeMs)) {
      this.io.to(ROOM.events('NEWS_UPDATE')).emit('event:notification', each);
    }
  }
}
