import type { CockpitAccount } from '../../engine/wire/index.ts';

/** What the shell knows of the account: only what tray, quit dialog and power need, taken from the hub's own message. */
export interface Picture {
  /** False: nothing was heard yet, or the hub or its desk is out of reach; the rest is the last that was known. */
  readonly isFresh: boolean;
  readonly account: AccountFacts | undefined;
}

export interface AccountFacts {
  readonly name: string;
  readonly mode: string;
  readonly state: string;
  /** Dollars, as the wire has them; null where they are not known. */
  readonly dayNet: number | null;
  readonly openPnl: number | null;
  readonly positions: readonly OpenPosition[];
  readonly workingOrders: number;
  /** Nothing of this account lies at a real broker: its market stands while Pitwall is off. */
  readonly isSimulated: boolean;
}

export interface OpenPosition {
  readonly book: string;
  readonly symbol: string;
  readonly side: string;
  readonly quantity: number;
  /** A stop rests at the broker. */
  readonly isProtected: boolean;
}

export const UNKNOWN: Picture = { isFresh: false, account: undefined };

export function factsOf(account: CockpitAccount): AccountFacts {
  return {
    name: account.account,
    mode: account.mode,
    state: account.state,
    dayNet: account.dayNet,
    openPnl: account.openPnl,
    positions: account.books.flatMap(({ id, positions }) =>
      positions.map(({ symbol, side, quantity, stop }) => ({
        book: id,
        symbol,
        side,
        quantity,
        isProtected: stop?.atBroker === true,
      })),
    ),
    workingOrders: account.books.reduce((sum, { workingOrders }) => sum + workingOrders, 0),
    isSimulated: account.mode === 'SIM' || account.mode === 'REPLAY',
  };
}

/** Something could be lost or left alone: a position or an order, or we do not know. */
export function isAnythingOpen({ account }: Picture): boolean {
  return account !== undefined && (account.positions.length > 0 || account.workingOrders > 0);
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** "2 positions, 3 working orders". */
export function openText({ positions, workingOrders }: AccountFacts): string {
  const parts = [
    ...(positions.length === 0 ? [] : [plural(positions.length, 'position')]),
    ...(workingOrders === 0 ? [] : [plural(workingOrders, 'working order')]),
  ];
  return parts.length === 0 ? 'nothing open' : parts.join(', ');
}

/** "+$212.40"; a dash for what is not known. */
export function dollarsText(value: number | null): string {
  if (value === null) return '\u2013';
  const text = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${value < 0 ? '-' : '+'}$${text}`;
}

/** One line for a tooltip. */
export function lineOf({ isFresh, account }: Picture): string {
  if (account === undefined) return 'Pitwall';
  const text = `${account.mode} ${account.state.replace('_', ' ')}, ${openText(account)}, day ${dollarsText(account.dayNet)}`;
  return isFresh ? `Pitwall: ${text}` : `Pitwall: OUT OF REACH (last known: ${text})`;
}
