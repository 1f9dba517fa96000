import type { ReactElement } from 'react';
import { DownIcon, UpIcon } from '../controls/icons.tsx';
import { Actions } from './rail-actions.tsx';
import { Positions } from './rail-positions.tsx';
import { Parameters } from './rail-parameters.tsx';
import { Waiting } from './rail-waiting.tsx';
import { dollars, NOTHING, signedDollars, tone, wholeDollars, MINUS } from '../format/money.ts';
import { price } from '../format/price.ts';
import { plural } from '../format/words.ts';
import type { CockpitState } from '../state/cockpit.ts';
import { scaleOf } from '../state/select.ts';
import { isAccountOld } from '../state/old-figures.ts';
import { sameMembers, useCockpit } from '../context/cockpit-context.ts';
import { useSource } from '../context/use-source.ts';
import './rail.css';

/** Share of the limit below which the desk calls the account at risk. */
const AT_RISK_SHARE = 0.2;

/** Where the limit would break, by the selected position, else the first that is open: "MNQ 24,889.50". */
function breachOf(state: CockpitState): string | undefined {
  const books = state.account?.books ?? [];
  const open = books.flatMap(({ id, positions }) =>
    positions.flatMap(({ root, limitPrice }) => (limitPrice === null ? [] : [{ id, root, limitPrice }])),
  );
  const first = open.find(({ id }) => id === state.selected) ?? open[0];
  if (first === undefined) return undefined;
  return `${first.root} ${price(first.limitPrice, scaleOf(state, first.root).decimals)}`;
}

function limitWords(limit: number | null): string {
  return limit === null ? 'daily loss limit off' : `daily limit ${MINUS}$${dollars(limit).slice(1).replace('.00', '')}`;
}

export function Room(): ReactElement {
  const tellSource = useSource();
  const { unpriced, room, limit, isAtRisk, exposure, cap, isKnown, isStale, breach } = useCockpit(
    (state) => ({
      unpriced: state.account?.unpriced ?? null,
      room: state.account?.room ?? null,
      limit: state.account?.dailyLossLimit ?? null,
      isAtRisk: state.account?.isAtRisk ?? false,
      exposure: state.account?.exposure ?? 0,
      cap: state.account?.accountCap ?? 0,
      isKnown: state.account !== undefined,
      breach: breachOf(state),
      isStale: isAccountOld(state),
    }),
    sameMembers,
  );
  // The whole bar is the limit: a day that stands at zero, or above it, has all of its room.
  const full = limit ?? (room || 1);
  const share = Math.max(0, Math.min(1, (room ?? 0) / full));
  return (
    <section className="rail-part" aria-label="Room left today">
      <h2 className="heading">Room left today</h2>
      <p
        className={`room-figure ${isAtRisk ? 'amber' : ''} ${isStale ? 'is-stale' : ''}`}
        data-testid="room"
        onPointerEnter={tellSource}
      >
        {!isKnown ? NOTHING : limit === null ? 'no limit' : wholeDollars(room)}
      </p>
      <div
        className="room-bar"
        aria-hidden="true"
        title={
          limit === null
            ? undefined
            : `The whole bar is the daily limit, ${dollars(limit)}. At the mark, a fifth of it, the account is at risk.`
        }
      >
        {unpriced === null ? (
          <span
            className={isAtRisk ? 'room-fill is-low' : 'room-fill'}
            style={{ width: `${(share * 100).toFixed(2)}%` }}
          />
        ) : null}
        {limit === null ? null : (
          <span className="room-mark" style={{ left: `${(((limit * AT_RISK_SHARE) / full) * 100).toFixed(2)}%` }} />
        )}
      </div>
      <p className="quiet rail-line">
        {isKnown ? limitWords(limit) : 'waiting for the account'}
        {unpriced !== null ? (
          <>
            {' \u00b7 '}
            <span className="amber">no price of {unpriced}</span>
          </>
        ) : isKnown ? (
          ` \u00b7 ${breach === undefined ? `${exposure} of ${cap} micros open` : `breach at ${breach}`}`
        ) : null}
      </p>
    </section>
  );
}

export function DayNet(): ReactElement {
  const tellSource = useSource();
  const day = useCockpit(
    (state) => ({
      net: state.account?.dayNet,
      gross: state.account?.dayGross,
      fees: state.account?.dayFees,
      trades: state.account?.books.reduce((sum, book) => sum + book.dayTrades, 0),
      wins: state.account?.books.reduce((sum, book) => sum + book.dayWins, 0) ?? 0,
      isStale: isAccountOld(state),
    }),
    sameMembers,
  );
  const color = tone(day.net);
  const won =
    day.trades === undefined || day.trades === 0 ? '' : ` \u00b7 ${Math.round((day.wins / day.trades) * 100)} % won`;
  return (
    <section className="rail-part" aria-label="Day, net">
      <h2 className="heading">Day, net</h2>
      <p
        className={`day-figure ${color} ${day.isStale ? 'is-stale' : ''}`}
        data-testid="day-net"
        onPointerEnter={tellSource}
      >
        {color === 'up' ? <UpIcon size={20} /> : color === 'down' ? <DownIcon size={20} /> : null}
        {signedDollars(day.net)}
      </p>
      <p className="quiet rail-line is-tight">
        gross {signedDollars(day.gross)} · fees {dollars(day.fees)}
        {day.trades === undefined ? '' : ` \u00b7 ${plural(day.trades, 'trade')}${won}`}
      </p>
    </section>
  );
}

/** The account beside the chart, and the three acts that never move. */
export function Rail(): ReactElement {
  return (
    <aside className="rail" aria-label="Account">
      <div className="rail-scroll">
        <Room />
        <DayNet />
        <Positions />
        <Waiting />
        <Parameters />
      </div>
      <Actions />
    </aside>
  );
}
