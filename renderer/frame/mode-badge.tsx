import type { ReactElement } from 'react';
import { useCockpit } from '../context/cockpit-context.ts';
import './mode-badge.css';

const MODE_HINTS: Readonly<Record<string, string>> = {
  SIM: 'Simulated market and broker; no real order can leave this machine',
  REPLAY: 'Recorded market, simulated broker; no real order can leave this machine',
  PRACTICE: "The broker's simulated account",
  LIVE: 'Real orders, real money',
};

/** The mode in each window, told by word and ground. */
export function ModeBadge(): ReactElement | null {
  const mode = useCockpit((state) => state.account?.mode);
  if (mode === undefined) return null;
  return (
    <strong className="mode-badge" data-mode={mode} title={MODE_HINTS[mode]}>
      <span>{mode}</span>
    </strong>
  );
}
