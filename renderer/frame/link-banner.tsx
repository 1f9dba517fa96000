import type { ReactElement } from 'react';
import { NOTHING } from '../format/money.ts';
import { age, clock } from '../format/time.ts';
import { isNeededNow, silentSources } from '../state/old-figures.ts';
import { silenceWords } from '../state/silence-words.ts';
import { sameMembers, useCockpit } from '../context/cockpit-context.ts';
import './link-banner.css';

/** Which sources are silent, and what that means: told while links stand, by their ages alone. */
function Silence(): ReactElement | null {
  const silent = useCockpit(
    silentSources,
    (a, b) => a.length === b.length && a.every((age, index) => age === b[index]),
  );
  const isBad = useCockpit(isNeededNow);
  const [first] = silent;
  if (first === undefined) return null;
  const { title, meaning } = silenceWords(silent);
  return (
    <p className={isBad ? 'link-banner is-bad' : 'link-banner'} role="alert" data-testid="silence-banner">
      <strong>{title}</strong> {/* It counts on; a reader of the screen hears the rest once. */}
      <span aria-hidden="true" className="link-banner-age">
        {age(first.ageMs)}.
      </span>{' '}
      {meaning}
    </p>
  );
}

/** No link to the hub, or the hub has none to the desk: the last picture stays, with its time across the top, in a row of its own. */
export function LinkBanner(): ReactElement | null {
  const link = useCockpit(
    (state) => ({
      hub: state.hub.phase,
      sinceMs: state.hub.sinceMs,
      reason: state.hub.reason,
      heardMs: state.accountHeardMs,
      isOpen: state.session.phase === 'open' || state.hub.phase === 'down',
      isDeskAway: state.desk?.up === false,
      hasEngine: state.symbols.some((symbol) => symbol.link.phase === 'up'),
    }),
    sameMembers,
  );
  const picture = link.heardMs === 0 ? NOTHING : `${clock(link.heardMs, 'local')} local time`;
  if (link.isOpen && (link.hub === 'down' || link.hub === 'refused')) {
    return (
      <p className="link-banner is-bad" role="alert" data-testid="link-banner">
        {link.hasEngine ? (
          <span>
            <strong>No link to the hub.</strong> Last picture of {picture}, reconnecting. F8 and F9 go through the
            engines’ own ports.
          </span>
        ) : (
          <span>
            <strong>No link to the hub nor to any engine.</strong> Last picture of {picture}, reconnecting. Nothing here
            can reach the engines: protective orders rest at the broker, use the broker’s own platform (in a simulation:
            start Pitwall again).
          </span>
        )}
      </p>
    );
  }
  if (link.hub === 'up' && link.isDeskAway && link.heardMs === 0) {
    return (
      <p className="link-banner" role="alert" data-testid="link-banner">
        <strong>Pitwall is starting.</strong> The desk does not take commands yet; stops rest at the venue.
      </p>
    );
  }
  if (link.hub === 'up' && link.isDeskAway) {
    return (
      <p className="link-banner" role="alert" data-testid="link-banner">
        <strong>The desk is away.</strong> Last picture of {picture}. No new orders until it is back; stops rest at the
        venue.
      </p>
    );
  }
  return link.hub === 'up' ? <Silence /> : null;
}
