/** Named layouts of the panels, as this browser keeps them. What a layout holds is the docking library's own business. */
export interface Workspaces {
  readonly current: string;
  readonly layouts: Readonly<Record<string, unknown>>;
}

export const FIRST_WORKSPACE = 'first';

export const NO_WORKSPACES: Workspaces = { current: FIRST_WORKSPACE, layouts: {} };

/** What was stored; anything that is not understood falls away by itself. */
export function readWorkspaces(stored: unknown): Workspaces {
  if (typeof stored !== 'object' || stored === null) return NO_WORKSPACES;
  const { current, layouts } = stored as { current?: unknown; layouts?: unknown };
  const kept = typeof layouts === 'object' && layouts !== null ? Object.entries(layouts) : [];
  return {
    current: typeof current === 'string' && current !== '' ? current : FIRST_WORKSPACE,
    layouts: Object.fromEntries(
      kept
        .filter(([, layout]) => typeof layout === 'object' && layout !== null)
        .map(([name, layout]) => [name, withPresentNames(layout)]),
    ),
  };
}

export function withLayout(workspaces: Workspaces, name: string, layout: unknown): Workspaces {
  return { current: name, layouts: { ...workspaces.layouts, [name]: layout } };
}

/** One layout goes, broken or unwanted; the others stay. */
export function withoutLayout(workspaces: Workspaces, name: string): Workspaces {
  const layouts = Object.fromEntries(Object.entries(workspaces.layouts).filter(([each]) => each !== name));
  return { current: workspaces.current === name ? FIRST_WORKSPACE : workspaces.current, layouts };
}

/** What panels are called now, by what they were called when a layout was kept: their kinds and titles. */
const RENAMED: Readonly<Record<string, string>> = { devices: 'security', Devices: 'Security' };

function nameNow(name: string): string {
  return Object.hasOwn(RENAMED, name) ? (RENAMED[name] ?? name) : name;
}

/** A layout with the present names of its panels. It is plain data of the docking library. */
function withPresentNames(layout: unknown): unknown {
  if (typeof layout === 'string') return nameNow(layout);
  if (Array.isArray(layout)) return layout.map(withPresentNames);
  if (typeof layout !== 'object' || layout === null) return layout;
  return Object.fromEntries(Object.entries(layout).map(([key, value]) => [nameNow(key), withPresentNames(value)]));
}

/** Kinds of panels that a layout names, to be checked before it is opened. */
export function kindsIn(layout: unknown): readonly string[] {
  const panels = (layout as { panels?: Record<string, { contentComponent?: unknown }> } | null)?.panels ?? {};
  return Object.values(panels).map(({ contentComponent }) => String(contentComponent));
}
