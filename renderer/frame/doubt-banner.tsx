import type { ReactElement } from 'react';
import { doubtsOf } from '../state/doubts.ts';
import { bookTitle, mayTrade } from '../state/select.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import './doubt-banner.css';

/** As many rows as leave the chart its room; the alerts tell the rest. */
const MOST = 2;

/** What is in doubt between books, venue and file, in rows of their own: why entries wait, and what a person can do. */
export function DoubtBanner(): ReactElement | null {
  const { commands } = useScreen().cockpit;
  const doubts = useCockpit(
    (state) => (state.account === undefined ? [] : doubtsOf(state.account, (book) => bookTitle(state, book))),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  const trades = useCockpit(mayTrade);
  if (doubts.length === 0) return null;
  const more = doubts.length - MOST;
  return (
    <section className="doubts" aria-label="In doubt" data-testid="doubts">
      {doubts.slice(0, MOST).map(({ key, title, detail, difference, blocks }) => (
        <p key={key} className={blocks ? 'doubt is-blocking' : 'doubt'} role="alert">
          <span>
            <strong>{title}</strong>
            {detail === '' ? null : <span className="doubt-detail">{detail}</span>}
          </span>
          {difference === undefined || !trades ? null : (
            <button
              type="button"
              className="small-button"
              title="What was found stands; entries are taken again"
              onClick={() => void commands.acknowledge(difference)}
            >
              Seen, take entries again
            </button>
          )}
        </p>
      ))}
      {more > 0 ? <p className="doubt quiet">and {more} more</p> : null}
    </section>
  );
}
