import type { ReactElement } from 'react';
import { NOTHING } from '../format/money.ts';
import { clock } from '../format/time.ts';
import { STATE_WORDS } from '../state/book-words.ts';
import type { CockpitState } from '../state/cockpit.ts';
import { silentFor } from '../state/old-figures.ts';
import { bookOf, symbolOf } from '../state/select.ts';
import { sameMembers, useCockpit } from '../context/cockpit-context.ts';

interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

const NONE: Notice = { text: '', isBad: false };

/** What is wrong with this strategy's picture, the most pressing first; empty when nothing is. */
function noticeOf(state: CockpitState, strategy: string): Notice {
  const symbol = symbolOf(state, strategy);
  const book = bookOf(state, strategy);
  if (state.hub.phase !== 'up') return NONE;
  if (book?.engine === 'dropped')
    return {
      text: 'Engine dropped after repeated crashes. The stop rests at the venue; flatten works; a start tries again.',
      isBad: true,
    };
  if (book?.engine === 'restarting')
    return { text: 'Engine restarting. Orders rest at the venue; flatten works.', isBad: false };
  if (symbol !== undefined && symbol.link.phase === 'down') {
    const heard = symbol.link.heardMs === undefined ? NOTHING : clock(symbol.link.heardMs, 'local');
    return { text: `No link to this engine. Last picture of ${heard}, reconnecting.`, isBad: false };
  }
  const silent = symbol === undefined ? undefined : silentFor(state, symbol.id, symbol.root);
  if (silent !== undefined)
    return { text: `No word of the ${silent}: what is drawn here is not of now.`, isBad: false };
  if (book?.feedStale === true)
    return { text: 'No quote for too long: entries are stopped, the price is old.', isBad: false };
  if (book?.state === 'HALTED') {
    const until =
      book.stateUntil === null ? '' : ` Clears at ${clock(Date.parse(book.stateUntil)).slice(0, 5)} Chicago.`;
    return { text: `Halted: ${STATE_WORDS[book.stateReason]}.${until}`, isBad: true };
  }
  return NONE;
}

export function ChartNotice({ strategy }: { readonly strategy: string }): ReactElement | null {
  const notice = useCockpit((state) => noticeOf(state, strategy), sameMembers);
  if (notice.text === '') return null;
  return (
    <p className={notice.isBad ? 'chart-notice is-bad' : 'chart-notice'} role="status">
      {notice.text}
    </p>
  );
}
