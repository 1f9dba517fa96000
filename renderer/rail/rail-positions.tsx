import type { ReactElement } from 'react';
import type { CockpitPosition } from '../../engine/wire/index.ts';
import { ShieldIcon } from '../controls/icons.tsx';
import { Pnl } from '../controls/money.tsx';
import { Side } from '../controls/side.tsx';
import { signedDollars } from '../format/money.ts';
import { price } from '../format/price.ts';
import { hourMinute, span } from '../format/time.ts';
import { lossAtStop } from '../state/book-words.ts';
import { scaleOf, shortTitle, symbolOf } from '../state/select.ts';
import { isPriceOld } from '../state/old-figures.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useWorkspace } from '../context/workspace-context.ts';

/** How long a stop has been resting at the venue, in market time. */
function since({ stop }: CockpitPosition, nowMs: number): string {
  const at = stop?.since;
  return at == null ? '' : span(nowMs - Date.parse(at));
}

interface PositionProps {
  readonly book: string;
  readonly position: CockpitPosition;
}

function Position({ book, position }: PositionProps): ReactElement {
  const { store } = useScreen().cockpit;
  const workspace = useWorkspace();
  const { zone } = usePrefs();
  const title = useCockpit((state) => shortTitle(state, book));
  const isStrategy = useCockpit((state) => symbolOf(state, book) !== undefined);
  const isOld = useCockpit((state) => isPriceOld(state, position.root));
  const nowMs = useCockpit((state) => Date.parse(state.account?.asOf.time ?? ''));
  const scale = useCockpit(
    (state) => scaleOf(state, position.root),
    (a, b) => a.tickSize === b.tickSize,
  );
  const { stop } = position;
  const target = position.targets[0];
  const loss = lossAtStop(position, scale);
  const isSafe = stop?.atBroker === true;
  return (
    <li>
      <button
        type="button"
        className="position"
        title={`opened ${hourMinute(Date.parse(position.entryTime), zone)}, ${position.symbol}`}
        onClick={() => {
          if (!isStrategy) return;
          store.send({ type: 'select', id: book });
          if (!workspace.isFixed) workspace.showChart(book);
        }}
      >
        <span className="position-row">
          <span>
            <strong>{title}</strong> {isStrategy ? null : <span className="quiet">{position.symbol} </span>}
            <Side side={position.side}>
              {position.side} {position.quantity}
            </Side>{' '}
            <span className="quiet">@ {price(position.averagePrice, scale.decimals)}</span>
          </span>
          <Pnl value={position.unrealized} className={isOld ? 'position-pnl is-stale' : 'position-pnl'} />
        </span>
        <span className="position-row position-stop">
          {stop === null || !isSafe ? (
            <span className="no-shield">
              <ShieldIcon size={10} /> {stop === null ? 'no stop at the venue' : 'stop not yet at the venue'}
            </span>
          ) : (
            <span className="quiet">
              <ShieldIcon size={10} className="shield" /> stop {price(stop.price, scale.decimals)} at venue{' '}
              {since(position, nowMs)} · {signedDollars(loss)}
            </span>
          )}
          {target === undefined ? null : (
            <span className="quiet">
              {position.targets.length + position.targetsFilled > 1 ? `T${position.targetsFilled + 1}` : 'tgt'}{' '}
              {price(target.price, scale.decimals)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

export function Positions(): ReactElement {
  const books = useCockpit((state) => state.account?.books);
  const open = (books ?? []).flatMap(({ id, positions }) => positions.map((position) => ({ id, position })));
  return (
    <section className="rail-part" aria-label="Open positions">
      <h2 className="heading">Open positions</h2>
      {open.length === 0 ? (
        <p className="rail-empty">{books === undefined ? 'waiting for the account' : 'flat everywhere'}</p>
      ) : (
        <ul className="rail-list">
          {open.map(({ id, position }) => (
            <Position key={position.tradeId} book={id} position={position} />
          ))}
        </ul>
      )}
    </section>
  );
}
