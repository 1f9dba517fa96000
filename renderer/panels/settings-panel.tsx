import type { ReactElement } from 'react';
import { Option, Switch } from '../controls/option.tsx';
import { Segmented } from '../controls/segmented.tsx';
import type { Prefs } from '../state/prefs.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { EngineOptions } from './engine-options.tsx';
import { HubSettings } from './hub-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { PanelPage } from './panel-page.tsx';
import { WorkspaceSettings } from './workspace-settings.tsx';
import './settings-panel.css';

function Look({ prefs, set }: { readonly prefs: Prefs; readonly set: (change: Partial<Prefs>) => void }): ReactElement {
  return (
    <>
      <h3 className="heading">Look</h3>
      <Option name="Theme" doc="Dark, light, or as the system is. Default: dark.">
        <Segmented<Prefs['theme']>
          label="Theme"
          choices={[
            { value: 'dark', text: 'dark' },
            { value: 'light', text: 'light' },
            { value: 'system', text: 'system' },
          ]}
          value={prefs.theme}
          onChoose={(theme) => set({ theme })}
        />
      </Option>
      <Option
        name="Colors of profit and loss"
        doc="Green and red, or blue and orange for color-blind eyes. Signs and arrows are always there."
      >
        <Segmented<Prefs['palette']>
          label="Colors of profit and loss"
          choices={[
            { value: 'standard', text: 'green, red' },
            { value: 'blue-orange', text: 'blue, orange' },
          ]}
          value={prefs.palette}
          onChoose={(palette) => set({ palette })}
        />
      </Option>
      <Option name="Times" doc="In Chicago, where the exchange is, or in the zone of this machine. Default: Chicago.">
        <Segmented<Prefs['zone']>
          label="Times"
          choices={[
            { value: 'chicago', text: 'Chicago' },
            { value: 'local', text: 'local' },
          ]}
          value={prefs.zone}
          onChoose={(zone) => set({ zone })}
        />
      </Option>
    </>
  );
}

function Signals({
  prefs,
  set,
}: {
  readonly prefs: Prefs;
  readonly set: (change: Partial<Prefs>) => void;
}): ReactElement {
  const { sounds } = prefs;
  const ask = (notifications: boolean): void => {
    set({ notifications });
    if (notifications && typeof Notification !== 'undefined') void Notification.requestPermission();
  };
  return (
    <>
      <h3 className="heading">Sounds and notifications</h3>
      <Option name="Sound of fills" doc="Two rising tones when a position opens or closes.">
        <Switch
          label="Sound of fills"
          isOn={sounds.fills}
          onSwitch={(fills) => set({ sounds: { ...sounds, fills } })}
        />
      </Option>
      <Option name="Sound of refusals" doc="Two falling tones when an order is denied or rejected.">
        <Switch
          label="Sound of refusals"
          isOn={sounds.rejects}
          onSwitch={(rejects) => set({ sounds: { ...sounds, rejects } })}
        />
      </Option>
      <Option name="Sound of alarms" doc="Four tones for an alarm, and for a flatten that is not verified after 3 s.">
        <Switch
          label="Sound of alarms"
          isOn={sounds.alarms}
          onSwitch={(alarms) => set({ sounds: { ...sounds, alarms } })}
        />
      </Option>
      <Option name="Desktop notifications" doc="While this window is hidden. The browser asks for permission.">
        <Switch label="Desktop notifications" isOn={prefs.notifications} onSwitch={ask} />
      </Option>
    </>
  );
}

/** Every option of this cockpit with what it does and its range. The look is kept in this browser, the rest by the hub. */
export function SettingsPanel(): ReactElement {
  const cell = useScreen().prefs;
  const prefs = usePrefs();
  const isOwner = useCockpit((state) => state.session.role === 'owner');
  const set = (change: Partial<Prefs>): void => cell.set({ ...cell.get(), ...change });
  return (
    <PanelPage label="Settings" className="settings">
      <Look prefs={prefs} set={set} />
      <Signals prefs={prefs} set={set} />
      <KeySettings prefs={prefs} set={set} />
      <WorkspaceSettings />
      {isOwner ? <HubSettings /> : null}
      <EngineOptions />
    </PanelPage>
  );
}
