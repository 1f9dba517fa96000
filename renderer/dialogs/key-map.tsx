import type { ReactElement } from 'react';
import { Key } from '../controls/key.tsx';
import { Sheet } from './sheet.tsx';
import { useKeys } from '../context/keys-context.ts';

const ROWS: readonly (readonly [action: string, text: string])[] = [
  ['flatten-selected', 'Flatten the selected strategy'],
  ['flatten-everything', 'Flatten everything'],
  ['stop-selected', 'Stop entries of the selected strategy'],
  ['stop-everything', 'Stop entries of all'],
  ['palette', 'Find an action (also /)'],
  ['panel-security', 'Users, devices, sessions, audit log'],
  ['key-map', 'This map'],
];

export function KeyMap(): ReactElement {
  const keys = useKeys();
  return (
    <Sheet label="Keys" className="is-keys">
      <h2>Keys</h2>
      <dl className="key-rows">
        {ROWS.map(([action, text]) => (
          <div key={action}>
            <dt>
              <Key>{keys[action] ?? ''}</Key>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>
            <Key>1</Key> … <Key>9</Key>
          </dt>
          <dd>Tabs of the charts</dd>
        </div>
        <div>
          <dt>
            <Key>←</Key> <Key>→</Key>
          </dt>
          <dd>Scroll a focused chart; with Shift further</dd>
        </div>
        <div>
          <dt>
            <Key>+</Key> <Key>-</Key>
          </dt>
          <dd>Zoom a focused chart; End shows the newest bar</dd>
        </div>
      </dl>
      <p className="quiet">Flatten and stop work everywhere, also while you type. Nothing starts by a key.</p>
    </Sheet>
  );
}
