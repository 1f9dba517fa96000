import { useEffect, useState, type ReactElement } from 'react';
import { isOwner } from '../state/select.ts';
import { useCell, useCockpit, useScreen } from '../context/cockpit-context.ts';
import { holdsFiles } from './held-files.ts';
import { ImportDialog } from './import-dialog.tsx';
import './imports.css';

/**
 * A file that is dropped anywhere onto the window opens the import with it. Whoever may not import sees nothing of it,
 * and the browser must not leave the cockpit for the file either.
 */
export function Imports(): ReactElement | null {
  const { dialog } = useScreen();
  const open = useCell(dialog);
  const mayImport = useCockpit(isOwner);
  const [isOver, setOver] = useState(false);
  /** A question or a password that is being typed is not taken away by a drop. */
  const takes = mayImport && (open.kind === 'none' || open.kind === 'import' || open.kind === 'palette');
  useEffect(() => {
    // Each element under the pointer is entered before the last one is left.
    let depth = 0;
    const enter = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(takes);
    };
    const leave = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = takes ? 'copy' : 'none';
    };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (takes && file !== undefined) dialog.set({ kind: 'import', file });
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [dialog, takes]);
  return (
    <>
      {open.kind === 'import' && mayImport ? (
        <ImportDialog key={keyOf(open.file)} file={open.file} answers={open.answers} />
      ) : null}
      {isOver ? <DropOverlay /> : null}
    </>
  );
}

/** Above everything, an open dialog too. */
function DropOverlay(): ReactElement {
  return (
    <div
      className="drop-overlay"
      popover="manual"
      data-testid="drop-overlay"
      ref={(element) => {
        if (element !== null && !element.matches(':popover-open')) element.showPopover();
      }}
    >
      <strong>Drop the file to import it as a recording</strong>
      <span className="quiet">It is checked first; nothing is stored before you say so.</span>
    </div>
  );
}

const keys = new WeakMap<File, number>();
let lastKey = 0;

/** Another file is another dialog: nothing of the one before stays. */
function keyOf(file: File | undefined): number {
  if (file === undefined) return 0;
  const known = keys.get(file);
  if (known !== undefined) return known;
  lastKey += 1;
  keys.set(file, lastKey);
  return lastKey;
}
