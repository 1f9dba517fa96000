import { useMemo, useState, type ReactElement } from 'react';
import { Key } from '../controls/key.tsx';
import { matching, preselected } from '../state/palette-match.ts';
import { allActions, type Action } from '../context/actions.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { Sheet } from './sheet.tsx';
import { useKeys } from '../context/keys-context.ts';
import { useWorkspace } from '../context/workspace-context.ts';

const MOST = 60;

interface PaletteProps {
  /** Charts and panels alone: what "+" beside the tabs opens. */
  readonly isOfPanels: boolean;
}

/**
 * Every action by name. Typing narrows, arrows choose, Enter does it. What acts is chosen by an arrow, or by typing its
 * verb: an Enter too many must not be a flatten.
 */
export function Palette({ isOfPanels }: PaletteProps): ReactElement {
  const screen = useScreen();
  const workspace = useWorkspace();
  const keys = useKeys();
  const selected = useCockpit((state) => state.selected);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState<number>();
  const actions = useMemo(() => {
    const seen = new Set<string>();
    return allActions(screen, workspace, selected).filter((action) => {
      if (action.id.startsWith('tab-') || action.id.startsWith('palette-slash') || action.id === 'palette')
        return false;
      if (isOfPanels && action.group !== 'Go to') return false;
      return !seen.has(action.title) && seen.add(action.title);
    });
  }, [screen, workspace, selected, isOfPanels]);
  const found = matching(actions, query).slice(0, MOST);
  const chosen = place === undefined ? preselected(found, query) : found[Math.min(place, found.length - 1)];
  const move = (by: number): void => {
    const from = chosen === undefined ? -1 : found.indexOf(chosen);
    setPlace(Math.max(0, Math.min(from + by, found.length - 1)));
  };
  const label = isOfPanels ? 'Open a panel' : 'Find an action';

  const run = (action: Action | undefined): void => {
    if (action === undefined || !action.isAllowed) return;
    screen.dialog.set({ kind: 'none' });
    action.run();
  };

  return (
    <Sheet label={label} className="is-palette">
      <input
        className="palette-input"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={chosen === undefined ? undefined : `palette-${chosen.id}`}
        aria-label={label}
        placeholder={isOfPanels ? 'Open a chart, a panel' : 'Find an action, a chart, a panel'}
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setPlace(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') run(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <ul
        id="palette-list"
        className="palette-list"
        role="listbox"
        aria-label={isOfPanels ? 'Charts and panels' : 'Actions'}
      >
        {found.map((action) => (
          <li
            key={action.id}
            id={`palette-${action.id}`}
            role="option"
            aria-selected={action === chosen}
            aria-disabled={!action.isAllowed}
            ref={(element) => {
              if (action === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(action)}
          >
            <span>{action.title}</span>
            <span className="quiet">{action.group}</span>
            {keys[action.id] === undefined ? <span /> : <Key>{keys[action.id] ?? ''}</Key>}
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="palette-none">Nothing of that name.</p> : null}
    </Sheet>
  );
}
