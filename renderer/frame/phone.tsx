import { useEffect, useState, type ReactElement } from 'react';
import { Segmented } from '../controls/segmented.tsx';
import type { Interval } from '../../engine/wire/index.ts';
import { ChartPanel } from '../panels/chart-panel.tsx';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { DoubtBanner } from './doubt-banner.tsx';
import { FlattenBand } from './flatten-band.tsx';
import { TradesPanel } from '../panels/trades-panel.tsx';
import { LinkBanner } from './link-banner.tsx';
import { Actions } from '../rail/rail-actions.tsx';
import { Parameters } from '../rail/rail-parameters.tsx';
import { Positions } from '../rail/rail-positions.tsx';
import { Waiting } from '../rail/rail-waiting.tsx';
import { DayNet, Room } from '../rail/rail.tsx';
import { Tiles } from './tiles.tsx';
import { TopStrip } from './top-strip.tsx';
import { PAGE_PANELS } from './page-panels.ts';
import { PANEL_TITLES, type PanelKind } from '../context/panel-titles.ts';
import { NO_WORKSPACE, type Workspace } from '../context/workspace-context.ts';
import './phone.css';

const INTERVALS: readonly { readonly value: Interval; readonly text: string }[] = [
  { value: '1m', text: '1m' },
  { value: '5m', text: '5m' },
  { value: '15m', text: '15m' },
  { value: '1h', text: '60m' },
];

type Shown = 'nothing' | 'chart' | 'trades';

const SHOWN = [
  { value: 'nothing', text: 'Strategy' },
  { value: 'chart', text: 'Chart' },
  { value: 'trades', text: 'Trades' },
] as const;

/** One panel of the workspace, over the whole of the page, with a way back. */
function PhonePage({ kind, onBack }: { readonly kind: PanelKind; readonly onBack: () => void }): ReactElement {
  const Panel = PAGE_PANELS[kind];
  return (
    <main className="phone-scroll phone-page">
      <FlattenBand />
      <header className="phone-page-head">
        <h2>{PANEL_TITLES[kind]}</h2>
        <button type="button" className="small-button" onClick={onBack}>
          Back
        </button>
      </header>
      <div className="phone-page-panel">
        <Panel />
      </div>
    </main>
  );
}

interface PhoneProps {
  readonly onReady: (workspace: Workspace) => void;
}

/** In a pocket: what is left, what is open, and the way out, with the thumb's reach in mind. The chart comes on request. */
export function PhoneScreen({ onReady }: PhoneProps): ReactElement {
  const { store } = useScreen().cockpit;
  const [page, setPage] = useState<PanelKind>();
  const [shown, setShown] = useState<Shown>('nothing');
  const [interval, setInterval] = useState<Interval>('1m');
  const selected = useCockpit((state) => state.selected);
  useEffect(() => {
    onReady({
      ...NO_WORKSPACE,
      showChart: (strategy) => {
        store.send({ type: 'select', id: strategy });
        setPage(undefined);
        setShown('chart');
      },
      showPanel: setPage,
    });
  }, [onReady, store]);
  if (page !== undefined) {
    return (
      <div className="screen phone">
        <TopStrip />
        <LinkBanner />
        <DoubtBanner />
        <PhonePage kind={page} onBack={() => setPage(undefined)} />
        <Actions />
      </div>
    );
  }
  return (
    <div className="screen phone">
      <TopStrip />
      <LinkBanner />
      <DoubtBanner />
      <main className="phone-scroll">
        <FlattenBand />
        <div className="phone-pad">
          <Room />
          <DayNet />
          <Positions />
        </div>
        <Tiles />
        <div className="phone-choice">
          <Segmented<Shown> label="What is shown below" choices={SHOWN} value={shown} onChoose={setShown} />
          {shown === 'chart' ? (
            <Segmented<Interval> label="Length of a bar" choices={INTERVALS} value={interval} onChoose={setInterval} />
          ) : null}
        </div>
        {shown === 'chart' && selected !== '' ? (
          <div className="phone-chart">
            <ChartPanel params={{ strategy: selected, interval }} />
          </div>
        ) : null}
        {shown === 'trades' ? (
          <div className="phone-table">
            <TradesPanel />
          </div>
        ) : null}
        {shown === 'nothing' ? (
          <div className="phone-pad">
            <Waiting />
            <Parameters />
          </div>
        ) : null}
      </main>
      <Actions />
    </div>
  );
}
