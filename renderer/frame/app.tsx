import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useCockpit, usePrefs, useScreen, ScreenContext, type Screen } from '../context/cockpit-context.ts';
import { DoubtBanner } from './doubt-banner.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { FlattenBand } from './flatten-band.tsx';
import { LinkBanner } from './link-banner.tsx';
import { Imports } from '../imports/imports.tsx';
import { Rail } from '../rail/rail.tsx';
import { Tiles } from './tiles.tsx';
import { Toasts } from './toasts.tsx';
import { TopStrip } from './top-strip.tsx';
import { useShortcuts } from '../context/use-shortcuts.ts';
import { FirstRun } from './first-run.tsx';
import { isPanelKind } from '../context/panel-titles.ts';
import { PhoneScreen } from './phone.tsx';
import { useMedia } from '../context/use-media.ts';
import { useTheme } from '../context/use-theme.ts';
import { WorkspaceArea } from './workspace.tsx';
import { NO_WORKSPACE, WorkspaceContext, type Workspace } from '../context/workspace-context.ts';
import { Locked } from './locked.tsx';
import { Waiting } from './waiting.tsx';
import './app.css';

function CockpitScreen(): ReactElement {
  const screen = useScreen();
  const [workspace, setWorkspace] = useState<Workspace>(NO_WORKSPACE);
  const mode = useCockpit((state) => state.account?.mode ?? 'NONE');
  const isAlarmed = useCockpit((state) => state.band?.phase === 'late' || state.band?.phase === 'unverified');
  const isPhone = useMedia('(max-width: 760px)');
  useShortcuts(screen, workspace);
  const shown = useRef(workspace);
  useEffect(() => {
    shown.current = workspace;
  }, [workspace]);
  useEffect(() => {
    screen.shell.onGoTo(({ strategy, panel }) => {
      if (strategy !== null) {
        screen.cockpit.store.send({ type: 'select', id: strategy });
        shown.current.showChart(strategy);
      }
      if (panel === 'import-recording') screen.dialog.set({ kind: 'import' });
      else if (isPanelKind(panel)) shown.current.showPanel(panel);
    });
  }, [screen]);
  return (
    <WorkspaceContext value={workspace}>
      <div className={isAlarmed ? 'edge is-alarmed' : 'edge'} data-mode={mode}>
        {isPhone ? (
          <PhoneScreen onReady={setWorkspace} />
        ) : (
          <div className="screen">
            <TopStrip />
            <LinkBanner />
            <DoubtBanner />
            <Tiles />
            <div className="middle">
              <WorkspaceArea onReady={setWorkspace}>
                <FlattenBand />
                <FirstRun />
              </WorkspaceArea>
              <Rail />
            </div>
          </div>
        )}
      </div>
      <Dialogs />
      <Imports />
      <Toasts />
    </WorkspaceContext>
  );
}

function Screens(): ReactElement {
  const prefs = usePrefs();
  useTheme(prefs);
  const phase = useCockpit((state) => state.session.phase);
  if (phase === 'waiting') return <Waiting />;
  return phase === 'locked' ? <Locked /> : <CockpitScreen />;
}

export function App({ screen }: { readonly screen: Screen }): ReactElement {
  const kept = useMemo(() => screen, [screen]);
  return (
    <ScreenContext value={kept}>
      <Screens />
    </ScreenContext>
  );
}
