import { useState, type ReactElement } from 'react';
import { Option, Switch } from '../controls/option.tsx';
import type { CallBody, HUB_ROUTES } from '../../engine/wire/index.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { Await } from './panel-page.tsx';
import { useCall } from '../context/use-call.ts';

/** What the hub keeps for the whole installation. Nothing of it loosens a risk limit. */
export function HubSettings(): ReactElement {
  const { cockpit, dialog } = useScreen();
  const [settings, reload] = useCall('settings');
  const [endpoint, setEndpoint] = useState<string>();
  const [key, setKey] = useState('');
  const change = async (body: CallBody<typeof HUB_ROUTES.setSettings>): Promise<void> => {
    const answer = await cockpit.hub.call('setSettings', { body });
    if (!answer.ok && answer.code === 'reauthenticate') dialog.set({ kind: 'password', run: () => void change(body) });
    else if (!answer.ok) cockpit.store.send({ type: 'toast', tone: 'warning', text: `Not changed: ${answer.message}` });
    reload();
  };
  return (
    <>
      <h3 className="heading">Installation</h3>
      <Await loaded={settings}>
        {(told) => (
          <>
            <Option
              name="Commands from other machines"
              doc="Topstep forbids orders that start on another machine than the trader's own. Off: on practice and live accounts a device elsewhere only looks. Default: off."
            >
              <Switch
                label="Commands from other machines"
                isOn={told.remoteCommands}
                onSwitch={(remoteCommands) => void change({ remoteCommands })}
              />
            </Option>
            <Option
              name="Chat endpoint"
              doc="An OpenAI-compatible address for questions, or empty for the built-in analyst. The key is kept by the hub and never told back."
            >
              <form
                className="setting-control"
                onSubmit={(event) => {
                  event.preventDefault();
                  const asked = (endpoint ?? told.chat.endpoint ?? '').trim();
                  void change({
                    chat: {
                      endpoint: asked === '' ? null : asked,
                      model: told.chat.model,
                      ...(key === '' ? {} : { key }),
                    },
                  });
                  setKey('');
                }}
              >
                <input
                  className="field"
                  aria-label="Chat endpoint"
                  type="url"
                  value={endpoint ?? told.chat.endpoint ?? ''}
                  onChange={(event) => setEndpoint(event.target.value)}
                />
                <input
                  className="field"
                  aria-label="Chat key"
                  type="password"
                  autoComplete="off"
                  placeholder={told.chat.hasKey ? 'key is set' : 'no key'}
                  value={key}
                  onChange={(event) => setKey(event.target.value)}
                />
                <button type="submit" className="small-button">
                  Keep
                </button>
              </form>
            </Option>
          </>
        )}
      </Await>
    </>
  );
}
