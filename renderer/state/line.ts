/** A labelled horizontal line of the price pane. */
export type LineKind = 'target' | 'stop' | 'entry' | 'order' | 'limit' | 'level';

export interface ChartLine {
  readonly id: string;
  readonly kind: LineKind;
  readonly price: number;
  /** In words, at the right: "target · 1 · 49 ticks · +$49.00". */
  readonly text: string;
  /** The price with its contract's decimals, on the axis. */
  readonly axisText: string;
  /** Where it begins, epoch ms; undefined: over the whole pane. */
  readonly fromMs?: number;
  readonly tone?: 'up' | 'down';
}

/** A trade drawn on the price pane: from entry to exit, with its reason and result. */
export interface TradeMark {
  readonly id: string;
  readonly side: 'long' | 'short';
  readonly entryMs: number;
  readonly entryPrice: number;
  readonly exitMs: number | undefined;
  readonly exitPrice: number | undefined;
  /** "target +2.0 R  +$48.26"; empty while it is open. */
  readonly text: string;
  readonly tone: 'up' | 'down' | '';
}

/** A span of time whose background differs (outside regular hours), and breaks between trading days. */
export interface SessionMark {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'outside' | 'day';
  /** It goes on beyond the newest bar. */
  readonly isOpen?: boolean;
  readonly text: string;
}
