import type { ExitReason } from './reasons.ts';
import type { ProtectivePrice } from './order.ts';
import type { Direction, Quantity, Ticks, TimeMs } from './units.ts';

/** A strategy's wish. Risk turns it into a command or denies it. */
export type Intent =
  | {
      readonly kind: 'enter';
      readonly direction: Direction;
      readonly qty: Quantity;
      readonly order:
        | { readonly type: 'market' }
        | { readonly type: 'limit'; readonly limitTicks: Ticks; readonly validBars: number };
      readonly stop: ProtectivePrice;
      /** Sum of quantities = qty; filled in order. Empty: the strategy exits by itself. */
      readonly targets: readonly { readonly price: ProtectivePrice; readonly qty: Quantity }[];
      readonly breakEvenAfterFirstTarget: boolean;
      /** The reason in a trader's words: "close below lower band, RSI 27.4, squeeze on". */
      readonly why: string;
      /** RSI at entry where the strategy has one (document 000's `entryRSI`). */
      readonly rsi?: number;
    }
  | { readonly kind: 'cancel-entry'; readonly why: string }
  | { readonly kind: 'exit'; readonly reason: ExitReason; readonly why: string };

export interface StrategyLog {
  readonly type: 'info' | 'success' | 'warning' | 'error';
  readonly message: string;
}

/** Levels to draw: name, price, and where it began. */
export interface StrategyLevel {
  readonly name: string;
  readonly ticks: Ticks;
  readonly fromMs: TimeMs;
}

/** What the strategy shows of itself: plain data, drawn and listed by the cockpit. */
export interface StrategyView {
  readonly pendingSetup: Direction | null;
  /** Bars that are left of the pending setup. */
  readonly barsLeft: number | null;
  /** One word of where it stands ("range", "sweep", "waiting"), and one line in a trader's words. */
  readonly phase: string;
  readonly note: string;
  readonly levels: readonly StrategyLevel[];
}
