import type { ReactElement, ReactNode } from 'react';
import { Segmented } from './segmented.tsx';

interface OptionProps {
  readonly name: string;
  readonly doc: string;
  readonly children: ReactNode;
}

/** One setting: its name, what it does and its range, and its control. */
export function Option({ name, doc, children }: OptionProps): ReactElement {
  return (
    <div className="setting">
      <div>
        <strong>{name}</strong>
        <p className="quiet">{doc}</p>
      </div>
      <div className="setting-control">{children}</div>
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}

export function Switch({ label, isOn, onSwitch }: SwitchProps): ReactElement {
  return (
    <Segmented<'on' | 'off'>
      label={label}
      choices={[
        { value: 'on', text: 'on' },
        { value: 'off', text: 'off' },
      ]}
      value={isOn ? 'on' : 'off'}
      onChoose={(value) => onSwitch(value === 'on')}
    />
  );
}
