/**
 * One TypeScript project per room, written from the table in `rooms.ts`. `node build/sync-tsconfig.ts` tells which files
 * differ from it and ends with 1; `--write` writes them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOMS, type Room, type RoomRuntime } from './rooms.ts';

interface Project {
  readonly path: string;
  readonly runtimes: readonly RoomRuntime[];
  readonly references: readonly string[];
  /** Patterns beside the project's own folder, relative to the root. */
  readonly alsoIncludes?: readonly string[];
  readonly checkJs?: boolean;
}

const roomsOf = (...tops: readonly string[]): readonly string[] =>
  ROOMS.map(({ path }) => path).filter((path) => tops.includes(path.split('/')[0] ?? ''));

/** Test folders are projects too; only here do browser and Node types meet. */
const TEST_PROJECTS: readonly Project[] = [
  {
    path: 'tests/support',
    runtimes: ['node'],
    references: [...roomsOf('engine', 'electron', 'build'), 'renderer/proof'],
  },
  {
    path: 'tests',
    runtimes: ['node'],
    references: [...roomsOf('engine', 'electron', 'build'), 'renderer/proof', 'tests/support'],
  },
  {
    path: 'tests/unit/renderer',
    runtimes: ['browser', 'node'],
    references: [...roomsOf('renderer'), 'engine/domain', 'engine/wire', 'tests/support'],
  },
  {
    path: 'tests/e2e',
    runtimes: ['browser', 'node'],
    references: [...roomsOf('engine', 'renderer', 'electron', 'build'), 'tests/support'],
  },
];

function projectOf(room: Room): Project {
  const project: Project = { path: room.path, runtimes: [room.runtime], references: room.allows };
  return room.path === 'build' ? { ...project, alsoIncludes: ['*.config.ts'], checkJs: true } : project;
}

export const PROJECTS: readonly Project[] = [...ROOMS.map(projectOf), ...TEST_PROJECTS];

const TYPES: Record<RoomRuntime, readonly string[]> = {
  bare: [],
  node: ['node'],
  browser: ['vite/client'],
  electron: ['node'],
};

function compilerOptions(project: Project, up: string): Record<string, unknown> {
  const options: Record<string, unknown> = {
    rootDir: up,
    outDir: `${up}/.tsbuild/types`,
    tsBuildInfoFile: `${up}/.tsbuild/info/${project.path.replaceAll('/', '-')}.tsbuildinfo`,
  };
  const types = project.runtimes.flatMap((runtime) => TYPES[runtime]);
  if (types.length > 0) options['types'] = types;
  if (project.runtimes.includes('browser')) {
    options['lib'] = ['ES2024', 'DOM', 'DOM.Iterable'];
    options['jsx'] = 'react-jsx';
    options['module'] = 'ESNext';
    options['moduleResolution'] = 'Bundler';
  }
  if (project.checkJs) options['checkJs'] = true;
  if (project.checkJs || project.path.startsWith('tests')) options['allowJs'] = true; // the launchers are plain modules
  return options;
}

/** The text of one project's tsconfig.json. */
export function tsconfigText(project: Project, all: readonly Project[] = PROJECTS): string {
  const up = project.path
    .split('/')
    .map(() => '..')
    .join('/');
  const nested = all
    .filter((other) => other.path.startsWith(project.path + '/'))
    .map((other) => other.path.slice(project.path.length + 1));
  const endings = project.checkJs ? ['ts', 'mjs'] : project.runtimes.includes('browser') ? ['ts', 'tsx'] : ['ts'];
  const include = [
    ...endings.map((ending) => `**/*.${ending}`),
    ...(project.path === 'build' ? [] : [`${up}/build/room.d.ts`]),
    ...(project.alsoIncludes ?? []).map((pattern) => `${up}/${pattern}`),
  ];
  const config: Record<string, unknown> = {
    extends: `${up}/tsconfig.base.json`,
    compilerOptions: compilerOptions(project, up),
    include,
  };
  if (nested.length > 0) config['exclude'] = nested.map((path) => `${path}/**`);
  config['references'] = project.references.map((path) => ({
    path: posix.relative(project.path, path),
  }));
  return JSON.stringify(config, null, 2) + '\n';
}

export function rootText(all: readonly Project[] = PROJECTS): string {
  const config = { files: [], references: all.map((project) => ({ path: `./${project.path}` })) };
  return JSON.stringify(config, null, 2) + '\n';
}

/** Every generated file: path relative to the root, and its text. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['tsconfig.json', rootText()]]);
  for (const project of PROJECTS) files.set(`${project.path}/tsconfig.json`, tsconfigText(project));
  return files;
}

/** Paths of generated files under `root` that are missing or differ. */
export function staleFiles(root: string): string[] {
  return [...generatedFiles()]
    .filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => path);
}

if (import.meta.main) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const stale = staleFiles(root);
  if (process.argv.includes('--write')) {
    const files = generatedFiles();
    for (const path of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), files.get(path) ?? '');
      console.log(`wrote ${path}`);
    }
  } else if (stale.length > 0) {
    console.error(`These files do not match build/rooms.ts; run: npm run sync-tsconfig\n  ${stale.join('\n  ')}`);
    process.exitCode = 1;
  }
}
