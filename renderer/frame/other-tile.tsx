import type { ReactElement } from 'react';
import type { CockpitBook } from '../../engine/wire/index.ts';
import { Pnl } from '../controls/money.tsx';
import { Side } from '../controls/side.tsx';
import { plural } from '../format/words.ts';
import { isAccountOld } from '../state/old-figures.ts';
import { mayFlatten } from '../state/select.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';

const WHAT = { manual: 'traded by hand', external: 'not placed here', strategy: '' } as const;

/** A book that no strategy has: what it holds of each contract, and the way out of it. It has no chart and no entries. */
export function OtherTile({ book }: { readonly book: CockpitBook }): ReactElement {
  const { commands } = useScreen().cockpit;
  const isOld = useCockpit(isAccountOld);
  const reduces = useCockpit(mayFlatten);
  const { id, kind, positions, workingOrders, dayNet } = book;
  const isOpen = positions.length > 0 || workingOrders > 0;
  return (
    <div className="tile" data-testid={`tile-${id}`} role="group" aria-label={id}>
      <span className="tile-name">
        <strong>{id}</strong> <span className="faint">{WHAT[kind]}</span>
      </span>
      <span className={isOld ? 'tile-pnl is-stale' : 'tile-pnl'}>
        <Pnl value={dayNet} />
      </span>
      <span className="tile-held">
        {positions.map(({ tradeId, side, quantity, symbol }) => (
          <span key={tradeId}>
            <Side side={side} size={8}>
              {quantity}
              <span className="visually-hidden"> {side}</span>
            </Side>{' '}
            <span className="quiet">{symbol}</span>
          </span>
        ))}
        {positions.length > 0 ? null : (
          <span className="quiet">{workingOrders === 0 ? 'flat' : plural(workingOrders, 'order')}</span>
        )}
      </span>
      {isOpen && reduces ? (
        <button type="button" className="small-button tile-out" onClick={() => void commands.flatten(id)}>
          Flatten
        </button>
      ) : null}
    </div>
  );
}
