import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitToScreens, isReachable, readPlaces, writePlaces } from '../../../../electron/windows/window-places.ts';

const FIRST = { x: 0, y: 0, width: 1600, height: 1000 };
const SECOND = { x: 1600, y: 0, width: 1280, height: 800 };

test('a window that can be reached stays where it is, also across two screens', () => {
  const across = { x: 1400, y: 100, width: 800, height: 600 };
  expect(fitToScreens(across, [FIRST, SECOND])).toEqual(across);
});

test('one whose screen has gone comes to the nearest place on one that is there', () => {
  expect(fitToScreens({ x: 1700, y: 50, width: 900, height: 600 }, [FIRST])).toEqual({
    x: 700,
    y: 50,
    width: 900,
    height: 600,
  });
  expect(fitToScreens({ x: -3000, y: -900, width: 2000, height: 1500 }, [FIRST])).toEqual(FIRST);
});

test('one whose title is above every screen comes down', () => {
  expect(fitToScreens({ x: 100, y: -300, width: 800, height: 600 }, [FIRST]).y).toBe(0);
});

test('whatever the screens are, a window can be reached afterwards', () => {
  const number = fc.integer({ min: -5_000, max: 5_000 });
  const size = fc.integer({ min: 300, max: 3_000 });
  const rectangle = fc.record({ x: number, y: number, width: size, height: size });
  fc.assert(
    fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 4 }), (bounds, areas) => {
      expect(isReachable(fitToScreens(bounds, areas), areas)).toBe(true);
    }),
  );
});

test('places survive a restart; a damaged file is no reason not to start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-places-'));
  try {
    const places = [{ key: 'cockpit', bounds: FIRST, isMaximized: true, isFullScreen: false }];
    expect(readPlaces(folder)).toEqual([]);
    writePlaces(folder, places);
    expect(readPlaces(folder)).toEqual(places);
    writeFileSync(join(folder, 'windows.json'), '{"version":1,"places":[{"key":7}]}');
    expect(readPlaces(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
