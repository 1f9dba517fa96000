import type { ReactElement } from 'react';
import { useCell, useScreen } from '../context/cockpit-context.ts';
import { AskDialog } from './ask-dialog.tsx';
import { KeyMap } from './key-map.tsx';
import { Palette } from './palette.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { StartDialog } from './start-dialog.tsx';

export function Dialogs(): ReactElement | null {
  const { dialog } = useScreen();
  const open = useCell(dialog);
  switch (open.kind) {
    case 'none':
    case 'workspaces':
    case 'import': // a room of its own
      return null;
    case 'palette':
      return <Palette isOfPanels={open.only === 'panels'} />;
    case 'keys':
      return <KeyMap />;
    case 'ask':
      return <AskDialog ask={open} />;
    case 'password':
      return <PasswordDialog run={open.run} />;
    case 'start':
      return <StartDialog scope={open.scope} />;
  }
}
