import { useState, type ReactElement } from 'react';
import { useScreen } from '../context/cockpit-context.ts';
import { GlobalKeySetting } from './global-key.tsx';
import { Option } from '../controls/option.tsx';
import { DEFAULT_KEYS, isReserved, keyConflicts, keyName, keysWith } from '../state/keys.ts';
import type { Prefs } from '../state/prefs.ts';

const NAMES: Readonly<Record<string, string>> = {
  'flatten-selected': 'Flatten the selected strategy',
  'flatten-everything': 'Flatten everything',
  'stop-selected': 'Stop entries of the selected strategy',
  'stop-everything': 'Stop entries of all',
  palette: 'Find an action',
  'key-map': 'Show the keys',
  'panel-security': 'Open Security',
};

interface KeySettingsProps {
  readonly prefs: Prefs;
  readonly set: (change: Partial<Prefs>) => void;
}

/** Keys by hand: press the one that is wanted. One that is taken, or that browsers keep, is refused with its reason. */
export function KeySettings({ prefs, set }: KeySettingsProps): ReactElement {
  const { shell } = useScreen();
  const [listening, setListening] = useState('');
  const [fault, setFault] = useState('');
  const keys = keysWith(prefs.keys);
  const take = (action: string, event: React.KeyboardEvent): void => {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    setListening('');
    if (event.key === 'Escape') return;
    const name = keyName(event);
    const next = { ...prefs.keys, [action]: name };
    const conflict = keyConflicts(keysWith(next)).find(({ actions }) => actions.includes(action));
    if (isReserved(name)) setFault(`${name} is kept by browsers or dialogs and would not arrive.`);
    else if (conflict !== undefined) {
      const other = conflict.actions.find((each) => each !== action) ?? '';
      setFault(`${name} is taken: ${NAMES[other] ?? other}.`);
    } else {
      setFault('');
      set({ keys: next });
    }
  };
  return (
    <>
      <h3 className="heading">Keys</h3>
      {Object.entries(NAMES).map(([action, name]) => (
        <Option key={action} name={name} doc={`Default: ${DEFAULT_KEYS[action] ?? ''}. Any key or chord that is free.`}>
          <button
            type="button"
            className={listening === action ? 'small-button key-capture is-listening' : 'small-button key-capture'}
            aria-label={`Key of: ${name}`}
            data-captures-keys={listening === action ? 'yes' : undefined}
            onClick={() => setListening(action)}
            onBlur={() => setListening('')}
            onKeyDown={(event) => {
              if (listening === action) take(action, event);
            }}
          >
            {listening === action ? 'press a key' : keys[action]}
          </button>
        </Option>
      ))}
      {shell.globalKey === undefined ? null : <GlobalKeySetting globalKey={shell.globalKey} />}
      {fault === '' ? null : (
        <p className="page-note amber" role="alert">
          {fault}
        </p>
      )}
      <p className="page-note">
        <button type="button" className="small-button" onClick={() => set({ keys: {} })}>
          Back to the default keys
        </button>
      </p>
    </>
  );
}
