import type { ReactElement } from 'react';
import { signedDollars, tone } from '../format/money.ts';

/** Profit or loss: colored, and always with its sign. */
export function Pnl({
  value,
  className = '',
}: {
  readonly value: number | null | undefined;
  readonly className?: string;
}): ReactElement {
  return <span className={`${tone(value)} ${className}`}>{signedDollars(value)}</span>;
}
