/**
 * The distance between two prices in ticks and in dollars for a quantity: a change of unit for labels on lines (target,
 * stop), as the crosshair's price is. Profit and loss of a position come from the desk, never from here.
 */
export interface ContractScale {
  /** Undefined, as all of it: no engine has told it yet. */
  readonly tickSize: number | undefined;
  /** Dollars per tick and contract. */
  readonly tickValue: number | undefined;
}

/** Null: not known without the contract's scale. */
export interface Distance {
  /** Whole ticks, signed in the position's favor. */
  readonly ticks: number | null;
  readonly dollars: number | null;
}

export function distance(
  from: number,
  to: number,
  side: 'long' | 'short',
  quantity: number,
  scale: ContractScale,
): Distance {
  if (scale.tickSize === undefined || scale.tickValue === undefined) return { ticks: null, dollars: null };
  const ticks = ((to - from) / scale.tickSize) * (side === 'long' ? 1 : -1);
  return { ticks: Math.round(ticks), dollars: Math.round(ticks * scale.tickValue * quantity * 100) / 100 };
}
