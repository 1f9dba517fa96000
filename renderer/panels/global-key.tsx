import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react';
import { acceleratorOf, type GlobalKey, type GlobalKeyState } from '../connection/shell.ts';
import { Option } from '../controls/option.tsx';

const DEFAULT_KEY = 'Ctrl+Shift+F8';

/** The desktop program's key that flattens from anywhere: which it is, whether it works, and another one. */
export function GlobalKeySetting({ globalKey }: { readonly globalKey: GlobalKey }): ReactElement {
  const [state, setState] = useState<GlobalKeyState>();
  const [isListening, setListening] = useState(false);
  const [fault, setFault] = useState('');
  useEffect(() => {
    globalKey.read().then(setState, () => setFault('The desktop program did not say which key it is.'));
  }, [globalKey]);

  const set = (accelerator: string | null): void => {
    setFault('');
    globalKey.set(accelerator).then(setState, () => setFault('The desktop program did not take this key.'));
  };
  const take = (event: KeyboardEvent): void => {
    if (!isListening || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    setListening(false);
    if (event.key === 'Escape') return;
    const accelerator = acceleratorOf(event);
    if (accelerator === undefined) setFault('Two or more of Ctrl, Alt, Shift and a function key, letter or digit.');
    else set(accelerator);
  };
  const isTaken = state !== undefined && state.accelerator !== null && !state.isRegistered;
  return (
    <>
      <Option
        name="Flatten everything from any program"
        doc={`Works on the whole machine, also while this window is hidden. Default: ${DEFAULT_KEY}.`}
      >
        <button
          type="button"
          className={isListening ? 'small-button key-capture is-listening' : 'small-button key-capture'}
          aria-label="Key of: Flatten everything from any program"
          data-captures-keys={isListening ? 'yes' : undefined}
          onClick={() => setListening(true)}
          onBlur={() => setListening(false)}
          onKeyDown={take}
        >
          {isListening ? 'press keys' : (state?.accelerator ?? 'none')}
        </button>
        <button type="button" className="small-button" onClick={() => set(DEFAULT_KEY)}>
          default
        </button>
        <button type="button" className="small-button" onClick={() => set(null)}>
          off
        </button>
      </Option>
      {isTaken ? (
        <p className="page-note amber" role="alert">
          {state.accelerator} is taken by another program and does NOT flatten. Choose another.
        </p>
      ) : null}
      {fault === '' ? null : (
        <p className="page-note amber" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}
