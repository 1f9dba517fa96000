import { useState, type ReactElement } from 'react';
import { FIRST_WORKSPACE } from '../state/workspaces.ts';
import { useWorkspace } from '../context/workspace-context.ts';

/** Named layouts: keep the present one under a name, bring one back, let one go. */
export function WorkspaceSettings(): ReactElement {
  const workspace = useWorkspace();
  const [name, setName] = useState('');
  const [, setRound] = useState(0);
  const then = (act: () => void): void => {
    act();
    setRound((round) => round + 1);
  };
  return (
    <>
      <h3 className="heading">Workspaces</h3>
      {workspace.names().map((each) => (
        <div key={each} className="setting">
          <div>
            <strong>{each}</strong>
            <p className="quiet">
              {each === workspace.current()
                ? 'open; changes are kept'
                : each === FIRST_WORKSPACE
                  ? 'the first screen'
                  : 'kept in this browser'}
            </p>
          </div>
          <div className="setting-control">
            <button type="button" className="small-button" onClick={() => then(() => workspace.open(each))}>
              Open
            </button>
            {each === FIRST_WORKSPACE ? null : (
              <button type="button" className="small-button" onClick={() => then(() => workspace.remove(each))}>
                Remove
              </button>
            )}
          </div>
        </div>
      ))}
      <form
        className="page-tools"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = name.trim();
          if (asked !== '') then(() => workspace.save(asked));
          setName('');
        }}
      >
        <input
          className="field"
          aria-label="Name of the workspace"
          placeholder="Name of the workspace"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="small-button" disabled={name.trim() === ''}>
          Keep the present layout
        </button>
        <button type="button" className="small-button" onClick={() => then(workspace.reset)}>
          Back to the first layout
        </button>
      </form>
    </>
  );
}
