/** Is every import of every room allowed by the table in `rooms.ts`? */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { ROOMS, roomOf, type Room } from './rooms.ts';
import type { ImportFact } from './source-facts.ts';

export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const TYPE_SCRIPT = /\.tsx?$/;

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function bareImportFault(room: Room, specifier: string): string | undefined {
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `write builtins with their prefix: 'node:${specifier}'`;
    if (room.builtins === 'all' || room.builtins.includes(specifier)) return undefined;
    return `room ${room.path} may not import the builtin '${specifier}'`;
  }
  if (room.packages === 'all' || room.packages.includes(packageName(specifier))) return undefined;
  return `room ${room.path} may not import the package '${packageName(specifier)}'`;
}

function relativeImportFault(room: Room, file: string, specifier: string, rooms: readonly Room[]): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, '')));
  if (target.startsWith('..')) return `'${specifier}' leads out of the project`;
  const targetRoom = roomOf(target, rooms);
  if (targetRoom === undefined) {
    return target === 'package.json' ? undefined : `'${specifier}' (${target}) lies in no room`;
  }
  if (targetRoom.path !== room.path && !room.allows.includes(targetRoom.path)) {
    return `room ${room.path} may not import room ${targetRoom.path} ('${specifier}')`;
  }
  const isCode = targetRoom.runtime !== 'browser' || !/\.(css|svg|png|woff2)$/.test(target);
  if (isCode && !TYPE_SCRIPT.test(target) && !/\.(json|mjs)$/.test(target)) {
    return `'${specifier}' needs its file ending (.ts)`;
  }
  return undefined;
}

/** Breaches of the import table in one file; a file that lies in no room (tests, configuration) has none. */
export function importBreaches(
  file: string,
  imports: readonly ImportFact[],
  rooms: readonly Room[] = ROOMS,
): readonly Breach[] {
  const room = roomOf(file, rooms);
  if (room === undefined) return [];
  return imports.flatMap(({ specifier, line }) => {
    const message = specifier.startsWith('.')
      ? relativeImportFault(room, file, specifier, rooms)
      : bareImportFault(room, specifier);
    return message === undefined ? [] : [{ file, line, message }];
  });
}

/** A ring of rooms that allow each other, which TypeScript's project references could not build; empty if there is none. */
export function roomCycle(rooms: readonly Room[] = ROOMS): readonly string[] {
  const byPath = new Map(rooms.map((room) => [room.path, room]));
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of byPath.get(path)?.allows ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const room of rooms) {
    const cycle = walk(room.path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
