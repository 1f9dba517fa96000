import type { ReactElement } from 'react';
import { CrossIcon } from '../controls/icons.tsx';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import './toasts.css';

/** Short messages over the chart's lower edge; alarms are announced at once, the rest when a reader has a pause. */
export function Toasts(): ReactElement {
  const { store } = useScreen().cockpit;
  const toasts = useCockpit((state) => state.toasts);
  return (
    <div className="toasts" role="region" aria-label="Messages">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast is-${toast.tone}`} role={toast.tone === 'error' ? 'alert' : 'status'}>
          <span>
            {toast.text}
            {toast.times > 1 ? <span className="quiet"> ×{toast.times}</span> : null}
          </span>
          <button type="button" aria-label="Dismiss" onClick={() => store.send({ type: 'toast-closed', id: toast.id })}>
            <CrossIcon size={9} />
          </button>
        </div>
      ))}
    </div>
  );
}
