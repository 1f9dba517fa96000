import type { ReactElement } from 'react';
import { DownIcon, UpIcon } from './icons.tsx';

/** Side of a position, order or trade: an arrow with its word or quantity. */
export function Side({
  side,
  children,
  size = 9,
}: {
  readonly side: 'long' | 'short';
  readonly children?: React.ReactNode;
  readonly size?: number;
}): ReactElement {
  return (
    <span className={side === 'long' ? 'up' : 'down'}>
      {side === 'long' ? <UpIcon size={size} /> : <DownIcon size={size} />} {children ?? side}
    </span>
  );
}
