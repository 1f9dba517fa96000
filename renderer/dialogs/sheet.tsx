import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useScreen } from '../context/cockpit-context.ts';
import './dialogs.css';

interface SheetProps {
  readonly label: string;
  readonly className?: string;
  /** A click beside it closes nothing: what is in it is not typed again in a moment. */
  readonly staysOpen?: boolean;
  readonly children: ReactNode;
}

/** A modal sheet: keeps the focus inside, closes with Escape or a click beside it. F8 and F9 work over it. */
export function Sheet({ label, className = '', staysOpen = false, children }: SheetProps): ReactElement {
  const { dialog } = useScreen();
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = sheet.current;
    if (element !== null && !element.open) element.showModal();
  }, []);
  const close = (): void => dialog.set({ kind: 'none' });
  return (
    <dialog
      ref={sheet}
      className={`sheet ${className}`}
      aria-label={label}
      onClose={close}
      onClick={(event) => {
        if (event.target === sheet.current && !staysOpen) close();
      }}
    >
      {children}
    </dialog>
  );
}
