import type { ReactElement } from 'react';
import './key.css';

/** Keys as printed on their caps. */
export function Key({ children }: { readonly children: string }): ReactElement {
  return <kbd className="key">{children}</kbd>;
}
