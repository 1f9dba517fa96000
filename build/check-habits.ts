/** Time, chance, environment, console, JSON.parse and paths of routes each have their rooms (CONTRIBUTING.md), as data. */
import type { Breach } from './check-imports.ts';
import { roomOf } from './rooms.ts';
import type { Habit, UseFact } from './source-facts.ts';

/** Rooms that own a process or stand at the edge. */
const EDGE = [
  'engine/adapters',
  'engine/adapters/feed',
  'engine/adapters/broker',
  'engine/adapters/clock',
  'engine/adapters/link',
  'engine/adapters/logging',
  'engine/adapters/process',
  'engine/adapters/proof',
  'engine/adapters/reading',
  'engine/adapters/web',
  'engine/host',
  'engine/hub',
  'engine/symbol',
  'engine/desk',
  'engine/venue',
  'engine/store',
  'engine/store/audit',
  'engine/store/schema',
  'engine/store/migrations',
  'engine/store/queries',
  'engine/store/journal',
  'engine/backtest',
  'engine/config',
  'electron',
  'electron/parts',
  'electron/windows',
  'electron/controls',
  'renderer',
  'renderer/connection',
  'renderer/context',
  'renderer/frame',
  'renderer/imports',
  'renderer/panels',
  'build',
];

const inPage = (room: string): boolean => /^renderer(\/|$)/.test(room);

/** Where each habit may be indulged. A room that is not listed may not. */
export const HABIT_ROOMS: Readonly<Record<Habit, readonly string[]>> = {
  'wall clock': EDGE,
  randomness: [...EDGE, 'engine/hub/people', 'engine/hub/uploads'],
  timer: EDGE,
  environment: EDGE.filter((room) => !inPage(room)),
  console: EDGE,
  'JSON.parse': [...EDGE, 'engine/hub/people', 'engine/hub/analyst', 'engine/wire', 'engine/wire/link'],
  // The cockpit calls by the names of the route tables.
  'route path': [...EDGE.filter((room) => !inPage(room)), 'engine/wire'],
};

/** Uses of a confined thing outside its rooms. */
export function habitBreaches(
  file: string,
  uses: readonly UseFact[],
  allowed: Readonly<Record<Habit, readonly string[]>> = HABIT_ROOMS,
): readonly Breach[] {
  const room = roomOf(file);
  if (room === undefined) return [];
  return uses
    .filter((use) => !allowed[use.habit].includes(room.path))
    .map((use) => ({ file, line: use.line, message: `${use.text} (${use.habit}) has no place in room ${room.path}` }));
}
