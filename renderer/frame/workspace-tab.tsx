import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { CrossIcon } from '../controls/icons.tsx';
import { isAlive } from '../state/table-words.ts';
import { useCockpit } from '../context/cockpit-context.ts';

const STRIP_SETTLES_MS = 150;

/** A tab: its title, a count where one matters, and a cross that shows on approach. */
export function Tab({ api }: IDockviewPanelHeaderProps): ReactElement {
  const { id } = api;
  const count = useCockpit((state) => {
    if (id === 'orders') return state.orders.filter(isAlive).length;
    if (id === 'alerts') return state.alarms.filter((alarm) => alarm.timestamp > state.alarmsSeenAt).length;
    return 0;
  });
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (): void => element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // The strip lays its tabs out after the change, and again when its overflow button appears.
    const showSoon = (): void => {
      requestAnimationFrame(show);
      setTimeout(show, STRIP_SETTLES_MS);
    };
    const watch = api.onDidActiveChange(({ isActive }) => {
      if (isActive) showSoon();
    });
    if (api.isActive) showSoon();
    return () => watch.dispose();
  }, [api]);
  return (
    <div className="tab" ref={element} data-testid={`tab-${id}`}>
      {/* The count is drawn by the style sheet: the tab's name stays what is read out. */}
      <span className={id === 'alerts' ? 'tab-title is-amber' : 'tab-title'} data-count={count > 0 ? count : undefined}>
        {api.title}
      </span>
      {/* For the mouse only: a tab may not hold a second control. By keyboard the palette closes it. */}
      <span
        className="tab-close"
        aria-hidden="true"
        data-testid={`close-${id}`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          api.close();
        }}
      >
        <CrossIcon size={8} />
      </span>
    </div>
  );
}
