import { useEffect, type ReactElement } from 'react';
import { CheckIcon, CrossIcon } from '../controls/icons.tsx';
import { latency } from '../format/time.ts';
import { goesOn, hasFailed, isEnded, type Band } from '../state/flatten.ts';
import { mayTrade, shortTitle } from '../state/select.ts';
import type { ReceiptMessage } from '../../engine/wire/index.ts';
import { plural } from '../format/words.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useNow } from '../context/use-now.ts';
import './flatten-band.css';

const SHOWN_AFTER_END_MS = 8_000;

function headline(band: Band, title: string): string {
  const name = band.scope === 'account' ? 'EVERYTHING' : title;
  return band.kind === 'flatten' ? `FLATTEN ${name}` : `STOP ENTRIES ${name}`;
}

function Ending({ band, nowMs }: { readonly band: Band; readonly nowMs: number }): ReactElement {
  switch (band.phase) {
    case 'verified':
      return (
        <strong className="band-end">
          {band.kind === 'flatten'
            ? `FLAT VERIFIED ${latency(band.totalMs ?? 0)}`
            : `STOPPED ${latency(band.totalMs ?? 0)}`}
        </strong>
      );
    case 'unverified':
      return <strong className="band-end">NOT VERIFIED FLAT</strong>;
    case 'late':
      return <strong className="band-end">NOT VERIFIED after {latency(nowMs - band.askedAtMs)}</strong>;
    case 'refused':
      return <strong className="band-end">REFUSED</strong>;
    case 'asked':
    case 'running':
      return <span className="band-end quiet">{latency(nowMs - band.askedAtMs)}</span>;
  }
}

/** The venue's own figures, or that it was not asked yet: one is not to be taken for the other. */
function venueSays({ positions, workingOrders }: ReceiptMessage): string {
  if (positions === null || workingOrders === null) return 'The venue has not been asked yet.';
  return `The venue reports ${plural(positions.length, 'position')} and ${plural(workingOrders, 'working order')}.`;
}

/** What a person does when the machine could not: said on the band itself, where the eyes are. */
function ByHand({ band }: { readonly band: Band }): ReactElement | null {
  const { commands } = useScreen().cockpit;
  const trades = useCockpit(mayTrade);
  if (band.phase === 'refused') return <p className="band-hand">{band.note}</p>;
  if (band.phase !== 'late' && band.phase !== 'unverified') return null;
  const { receipt } = band;
  const left = receipt === undefined ? 'No answer yet.' : venueSays(receipt);
  return (
    <p className="band-hand">
      {left} {goesOn(band) ? 'The desk goes on trying. If it stays' : 'It is not tried any more'}: close the position
      and cancel its orders in the broker’s own platform (in a simulation: restart Pitwall), then check the positions
      here.{' '}
      {goesOn(band) && trades ? (
        <button
          type="button"
          className="small-button"
          title="Nothing more is closed; what is open stays open"
          onClick={() => void commands.endFlatten(band.scope)}
        >
          Give up this flatten
        </button>
      ) : null}
    </p>
  );
}

/** Over the chart from the key press on: each step with its milliseconds, and how it ended. */
export function FlattenBand(): ReactElement | null {
  const { store } = useScreen().cockpit;
  const band = useCockpit((state) => state.band);
  const title = useCockpit((state) => (state.band === null ? '' : shortTitle(state, state.band.scope)));
  const nowMs = useNow(100);
  useEffect(() => {
    if (band?.phase !== 'verified') return undefined;
    const timer = setTimeout(() => store.send({ type: 'band-closed' }), SHOWN_AFTER_END_MS);
    return () => clearTimeout(timer);
  }, [band, store]);
  if (band === null) return null;
  const isBad = band.phase === 'late' || band.phase === 'unverified' || band.phase === 'refused';
  return (
    <section
      className={isBad ? 'band is-bad' : 'band'}
      role={isBad ? 'alert' : 'status'}
      aria-label={headline(band, title)}
      data-phase={band.phase}
      data-testid="band"
    >
      <div className="band-row">
        <strong className="band-title">{headline(band, title)}</strong>
        <ol className="band-steps">
          {band.steps.map((step, index) => (
            <li key={`${step.name}-${index}`}>
              {hasFailed(step) ? <CrossIcon size={10} /> : <CheckIcon size={11} />} <span>{step.text}</span>{' '}
              <span className="band-ms">{latency(step.ms)}</span>
            </li>
          ))}
          {isEnded(band) ? null : (
            <li className="band-doing">{band.steps.length === 0 ? 'asking the desk' : 'working'}…</li>
          )}
          {band.detour ? <li className="amber">hub away, through the symbol port</li> : null}
        </ol>
        <Ending band={band} nowMs={nowMs} />
        <button
          type="button"
          className="band-close"
          aria-label="Close this band"
          onClick={() => store.send({ type: 'band-closed' })}
        >
          <CrossIcon size={10} />
        </button>
      </div>
      <ByHand band={band} />
    </section>
  );
}
