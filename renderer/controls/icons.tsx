import type { ReactElement } from 'react';

/** Signs drawn as shapes: they look the same whatever fonts a machine has. Decorative; the words stand beside them. */
interface IconProps {
  readonly size?: number;
  readonly className?: string;
}

function shape(path: ReactElement, box = 10) {
  return function Icon({ size = 9, className }: IconProps): ReactElement {
    return (
      <svg
        className={`icon ${className ?? ''}`}
        width={size}
        height={size}
        viewBox={`0 0 ${box} ${box}`}
        aria-hidden="true"
      >
        {path}
      </svg>
    );
  };
}

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export const UpIcon = shape(<path d="M5 1 9.6 9H.4z" fill="currentColor" />);
export const DownIcon = shape(<path d="M5 9 .4 1h9.2z" fill="currentColor" />);
export const CheckIcon = shape(<path d="M1.5 5.4 4 8l4.6-6" {...stroke} />);
export const CrossIcon = shape(<path d="M2 2l6 6M8 2 2 8" {...stroke} />);
export const ShieldIcon = shape(
  <path d="M5 .6 9 2v3.2C9 7.4 7.3 8.9 5 9.6 2.7 8.9 1 7.4 1 5.2V2z" fill="currentColor" />,
);
export const PlusIcon = shape(<path d="M5 1.5v7M1.5 5h7" {...stroke} />);
export const DotsIcon = shape(<path d="M1.5 5h.01M5 5h.01M8.5 5h.01" {...stroke} strokeWidth={2.2} />);
