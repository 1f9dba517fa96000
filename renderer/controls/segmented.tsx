import type { ReactElement } from 'react';
import './segmented.css';

interface SegmentedProps<T extends string | number> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly text: string }[];
  readonly value: T | undefined;
  readonly onChoose: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** A few exclusive choices side by side. */
export function Segmented<T extends string | number>({
  label,
  choices,
  value,
  onChoose,
  isDisabled = false,
}: SegmentedProps<T>): ReactElement {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          disabled={isDisabled}
          onClick={() => onChoose(choice.value)}
        >
          {choice.text}
        </button>
      ))}
    </div>
  );
}
