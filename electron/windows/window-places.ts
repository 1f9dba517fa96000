import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';
import { writePrivate } from '../../engine/host/secret-file.ts';

const rectangle = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(100).max(20_000),
  height: z.number().int().min(100).max(20_000),
});

/** Where a window is. Key: "cockpit", "cockpit-2", or the name of a torn-off one. */
const place = z.strictObject({
  key: z.string().min(1).max(200),
  bounds: rectangle,
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});
export type WindowPlace = z.infer<typeof place>;

const file = z.strictObject({ version: z.literal(1), places: z.array(place).max(50) });

const fileIn = (dataDir: string): string => join(dataDir, 'windows.json');

/** The places of last time. One that cannot be read is worth no question: the windows open in their first places. */
export function readPlaces(dataDir: string): readonly WindowPlace[] {
  try {
    return file.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))).places;
  } catch {
    return [];
  }
}

export function writePlaces(dataDir: string, places: readonly WindowPlace[]): void {
  writePrivate(fileIn(dataDir), `${JSON.stringify({ version: 1, places })}\n`);
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The strip at the top by which a person takes hold of a window. */
const HANDLE_HEIGHT = 40;
const LEAST_HANDLE = 100 * HANDLE_HEIGHT * 0.5;

/** Can a person see it and take hold of it? */
export function isReachable(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  const handle = { ...bounds, height: HANDLE_HEIGHT };
  return workAreas.some((area) => overlap(handle, area) >= LEAST_HANDLE);
}

/**
 * The bounds themselves where they can be reached, else as near as possible on a screen that is there: the one that
 * overlaps most, else the first (the primary one).
 */
export function fitToScreens(bounds: Rectangle, workAreas: readonly Rectangle[]): Rectangle {
  if (workAreas.length === 0 || isReachable(bounds, workAreas)) return bounds;
  const area = workAreas.reduce((best, one) => (overlap(bounds, one) > overlap(bounds, best) ? one : best));
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  const within = (value: number, from: number, room: number): number => Math.min(Math.max(value, from), from + room);
  return {
    x: within(bounds.x, area.x, area.width - width),
    y: within(bounds.y, area.y, area.height - height),
    width,
    height,
  };
}
