import type { ReactElement } from 'react';
import { fullTitle } from '../state/select.ts';
import { useCockpit } from '../context/cockpit-context.ts';

interface ChoiceProps {
  readonly value: string;
  readonly onChoose: (id: string) => void;
  readonly all?: string;
}

/** One strategy or all of them. */
export function StrategyChoice({ value, onChoose, all = 'all strategies' }: ChoiceProps): ReactElement {
  const symbols = useCockpit((state) => state.symbols);
  return (
    <select className="field" aria-label="Strategy" value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{all}</option>
      {symbols.map((symbol) => (
        <option key={symbol.id} value={symbol.id}>
          {fullTitle(symbol)}
        </option>
      ))}
    </select>
  );
}
