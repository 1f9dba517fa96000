/**
 * The rooms of the project and what each may import, as data. `check-imports.ts` enforces the table on every import,
 * `sync-tsconfig.ts` turns it into one TypeScript project per room, so that a wrong import does not even compile.
 *
 * A room is a folder. A folder inside another room's folder is a room of its own (`engine/venue/core` in `engine/venue`).
 * `allows` names rooms exactly: allowing `engine/wire` does not allow `engine/wire/link`.
 */

/** What a room's code runs on, which decides the ambient types it can see. */
export type RoomRuntime = 'bare' | 'node' | 'browser' | 'electron';

export interface Room {
  readonly path: string;
  readonly runtime: RoomRuntime;
  readonly allows: readonly string[];
  /** Node builtins the room may import; `all` for rooms that own a process. */
  readonly builtins: 'all' | readonly string[];
  /** npm packages the room may import; `all` where no list is worth keeping. */
  readonly packages: 'all' | readonly string[];
}

const NONE: readonly string[] = [];

/** Builtins that compute but touch neither disk, network, process nor clock. */
const PURE_BUILTINS = ['node:assert', 'node:assert/strict', 'node:crypto', 'node:util'];

/** Rooms of rules: no clock, no disk, no network, no server. */
const PURE = [
  'engine/domain',
  'engine/market',
  'engine/indicators',
  'engine/strategies',
  'engine/risk',
  'engine/execution',
  'engine/views',
];

const CORES = ['engine/venue/core', 'engine/symbol/pipeline', 'engine/desk/core'];

const ADAPTERS = [
  'engine/adapters',
  'engine/adapters/feed',
  'engine/adapters/broker',
  'engine/adapters/clock',
  'engine/adapters/link',
  'engine/adapters/logging',
  'engine/adapters/process',
];

/** What servers of ours are made of: doors, guards, calls and sockets by the declarations. */
const WEB = 'engine/adapters/web';

/** That whoever shows a token has its key. */
const PROOF = 'engine/adapters/proof';

/** Questions to the file, answered by a thread beside a server's loop. */
const READING = 'engine/adapters/reading';

/** Bounds of what a server does for those who come: connections, refusals, what is not taken. */
const BOUNDS = 'engine/adapters/bounds';

/** Recordings of a market, checked and handed to the desk: a command of the project, and the hub's dialog. */
const RECORDINGS = 'engine/recordings';

const STORE = ['engine/store', 'engine/store/schema', 'engine/store/migrations', 'engine/store/journal'];

/** The audit log: whoever has a door, and the commands of the project that change people or data. */
const AUDIT = 'engine/store/audit';

/** What every part of the hub may use. */
const HUB = [
  ...PURE,
  'engine/ports',
  'engine/config',
  'engine/wire',
  'engine/wire/link',
  ...ADAPTERS,
  WEB,
  READING,
  BOUNDS,
  'engine/store/queries',
  AUDIT,
];

function bare(path: string, allows: readonly string[], packages: readonly string[] = NONE): Room {
  return { path, runtime: 'bare', allows, builtins: NONE, packages };
}

function pure(path: string, allows: readonly string[], packages: readonly string[] = NONE): Room {
  return { path, runtime: 'node', allows, builtins: PURE_BUILTINS, packages };
}

function node(path: string, allows: readonly string[]): Room {
  return { path, runtime: 'node', allows, builtins: 'all', packages: 'all' };
}

/** A part of the cockpit's page; `parts` are its other parts that it may use. */
function page(path: string, parts: readonly string[]): Room {
  const renderer = (part: string): string => (part === '' ? 'renderer' : `renderer/${part}`);
  const allows = ['engine/wire', ...parts.map(renderer)];
  return { path: renderer(path), runtime: 'browser', allows, builtins: NONE, packages: 'all' };
}

/** The desktop shell. Adapters and the lease only to hand them to the host. */
function shell(path: string, parts: readonly string[]): Room {
  const engine = [
    'domain',
    'host',
    'config',
    'wire',
    'ports',
    'adapters/clock',
    'adapters/link',
    'adapters/logging',
    'store',
    'store/schema',
    'store/queries',
  ];
  const allows = [...engine.map((room) => `engine/${room}`), ...parts];
  return { path, runtime: 'electron', allows, builtins: 'all', packages: 'all' };
}

export const ROOMS: readonly Room[] = [
  bare('engine/domain', []),
  pure('engine/ports', ['engine/domain']),
  bare('engine/market', ['engine/domain']),
  bare('engine/indicators', ['engine/domain']),
  bare('engine/strategies', ['engine/domain', 'engine/indicators']),
  bare('engine/risk', ['engine/domain']),
  bare('engine/execution', ['engine/domain']),
  bare('engine/views', ['engine/domain']),
  pure('engine/wire', ['engine/domain'], ['zod']),
  pure('engine/wire/link', ['engine/domain'], ['zod']),
  node('engine/config', ['engine/domain', 'engine/ports']),

  node('engine/store/schema', ['engine/domain', 'engine/ports']),
  node('engine/store/migrations', ['engine/domain', 'engine/ports', 'engine/store/schema']),
  node('engine/store/queries', ['engine/domain', 'engine/ports', 'engine/market', 'engine/store/schema']),
  node('engine/store/journal', ['engine/domain', 'engine/ports', 'engine/store/schema', 'engine/store/migrations']),
  node(AUDIT, ['engine/domain', 'engine/ports', 'engine/store/schema']),
  node('engine/store', [
    'engine/domain',
    'engine/ports',
    'engine/config',
    'engine/adapters', // the venue's file: what an import compares with
    AUDIT,
    'engine/store/schema',
    'engine/store/migrations',
    'engine/store/queries',
    'engine/store/journal',
  ]),

  node('engine/adapters', ['engine/domain', 'engine/ports', 'engine/config', 'engine/wire/link']),
  ...ADAPTERS.slice(1).map((path) =>
    node(path, [
      'engine/domain',
      'engine/ports',
      'engine/config',
      'engine/wire/link',
      'engine/adapters',
      ...(path === 'engine/adapters/process' ? ['engine/adapters/logging'] : []),
    ]),
  ),

  node(PROOF, ['engine/ports', 'engine/wire']),
  node(BOUNDS, ['engine/domain', 'engine/ports']),
  node(WEB, [
    'engine/domain',
    'engine/ports',
    'engine/wire',
    'engine/wire/link',
    'engine/adapters/link',
    PROOF,
    BOUNDS,
  ]),
  node(READING, ['engine/domain', 'engine/ports', 'engine/wire', WEB, BOUNDS]),

  pure('engine/venue/core', [...PURE, 'engine/ports', 'engine/config']),
  pure('engine/symbol/pipeline', [...PURE, 'engine/ports', 'engine/config']),
  pure('engine/desk/core', [...PURE, 'engine/ports', 'engine/config']),

  node('engine/venue', [
    ...PURE,
    'engine/ports',
    'engine/config',
    'engine/wire/link',
    ...ADAPTERS,
    'engine/store/queries', // recordings that were imported
    'engine/venue/core',
  ]),
  node('engine/symbol', [
    ...PURE,
    'engine/ports',
    'engine/config',
    'engine/wire',
    'engine/wire/link',
    ...ADAPTERS,
    WEB,
    READING,
    BOUNDS,
    'engine/store/queries',
    AUDIT,
    'engine/symbol/pipeline',
  ]),
  node(RECORDINGS, [
    'engine/domain',
    'engine/ports',
    'engine/config',
    'engine/wire',
    'engine/wire/link',
    'engine/adapters/feed',
    'engine/adapters/link',
    'engine/store/journal',
    'engine/store/schema',
    'engine/venue/core', // the reader of recordings
  ]),
  node('engine/hub/uploads', [...HUB, RECORDINGS]),
  node('engine/hub/picture', HUB),
  node('engine/hub/analyst', [...HUB, 'engine/hub/picture']),
  node('engine/hub/people', [...HUB, 'engine/hub/picture']),
  node('engine/hub/telling', [...HUB, 'engine/hub/picture', 'engine/hub/people']),
  node('engine/hub/calls', [...HUB, 'engine/hub/picture', 'engine/hub/people', 'engine/hub/telling']),
  node('engine/hub', [
    ...HUB,
    'engine/hub/picture',
    'engine/hub/analyst',
    'engine/hub/people',
    'engine/hub/telling',
    'engine/hub/calls',
    'engine/hub/uploads',
    RECORDINGS,
  ]),
  node('engine/desk', [
    ...PURE,
    'engine/ports',
    'engine/config',
    'engine/wire/link',
    ...ADAPTERS,
    WEB,
    ...STORE,
    'engine/store/queries',
    AUDIT,
    'engine/desk/core',
  ]),
  node('engine/backtest', [
    ...PURE,
    'engine/ports',
    'engine/config',
    'engine/wire/link',
    ...ADAPTERS,
    ...STORE,
    'engine/store/queries',
    ...CORES,
    RECORDINGS,
  ]),
  node('engine/host', [
    'engine/domain',
    'engine/ports',
    'engine/config',
    'engine/wire/link',
    'engine/adapters/link',
    'engine/adapters/clock',
    'engine/adapters/logging',
    'engine/adapters/process',
    'engine/store', // the lease of the data folder; never the journal
    'engine/store/schema', // names of its files, and the note of who runs there
    'engine/store/queries', // recordings that were imported
    AUDIT,
    'engine/strategies', // whether their parameters are right, before anything starts
  ]),

  page('format', []),
  page('theme', []),
  page('state', ['format']),
  page('proof', []),
  page('connection', ['state', 'proof']),
  page('chart', ['format', 'theme', 'state']),
  page('controls', ['format', 'state']),
  page('context', ['format', 'theme', 'state', 'connection', 'chart']),
  page('dialogs', ['format', 'state', 'controls', 'context']),
  page('rail', ['format', 'state', 'controls', 'context']),
  page('panels', ['format', 'theme', 'state', 'connection', 'chart', 'controls', 'context']),
  page('security', ['format', 'state', 'connection', 'controls', 'context', 'panels']),
  page('imports', ['format', 'state', 'connection', 'chart', 'controls', 'context', 'dialogs']),
  page('frame', [
    'format',
    'theme',
    'state',
    'controls',
    'context',
    'dialogs',
    'imports',
    'rail',
    'panels',
    'security',
  ]),
  page('', ['format', 'theme', 'state', 'proof', 'connection', 'context', 'frame']),

  shell('electron/parts', []),
  shell('electron/windows', ['electron/parts']),
  shell('electron/controls', ['electron/parts']),
  shell('electron', ['electron/parts', 'electron/windows', 'electron/controls']),
  node('build', ['electron/parts']), // what a release signs is what the shell checks
];

/** The room a project-relative file path (with forward slashes) lies in: the longest room path above it. */
export function roomOf(file: string, rooms: readonly Room[] = ROOMS): Room | undefined {
  let best: Room | undefined;
  for (const room of rooms) {
    if (file.startsWith(room.path + '/') && (best === undefined || room.path.length > best.path.length)) best = room;
  }
  return best;
}
