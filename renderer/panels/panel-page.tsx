import type { ReactElement, ReactNode } from 'react';
import type { Loaded } from '../context/use-call.ts';
import './panel-page.css';

interface PageProps {
  readonly label: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A panel that scrolls, with its tools in a row at its head. */
export function PanelPage({ label, tools, children, className = '' }: PageProps): ReactElement {
  return (
    <section className={`page ${className}`} aria-label={label} tabIndex={0}>
      {tools === undefined ? null : <div className="page-tools">{tools}</div>}
      {children}
    </section>
  );
}

/** Loading and faults in words; the content once it is there. */
export function Await<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  if (loaded.state === 'loading') return <p className="page-note">Loading…</p>;
  if (loaded.state === 'fault') return <p className="page-note amber">Could not be loaded: {loaded.message}</p>;
  return children(loaded.value);
}
