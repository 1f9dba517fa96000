import { EventEmitter } from 'node:events';
import type { Rectangle } from 'electron';
import { expect, test } from 'vitest';
import { Placement } from '../../../../electron/windows/placement.ts';
import type { WindowPlace } from '../../../../electron/windows/window-places.ts';

class FakeScreen extends EventEmitter {
  areas: Rectangle[] = [{ x: 0, y: 0, width: 1600, height: 1000 }];

  getAllDisplays(): never {
    return this.areas.map((workArea) => ({ workArea })) as never;
  }

  turn(areas: Rectangle[]): void {
    this.areas = areas;
    this.emit('display-removed');
  }
}

class FakeWindow extends EventEmitter {
  bounds: Rectangle;
  isMax = false;

  constructor(bounds: Rectangle) {
    super();
    this.bounds = bounds;
  }

  getNormalBounds = (): Rectangle => this.bounds;
  setBounds = (bounds: Partial<Rectangle>): void => {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('move');
  };
  isMaximized = (): boolean => this.isMax;
  isFullScreen = (): boolean => false;
  isDestroyed = (): boolean => false;
  maximize = (): void => {
    this.isMax = true;
  };
  setFullScreen = (): void => undefined;
}

const AREA = { x: 0, y: 0, width: 1600, height: 1000 };
const RIGHT = { x: 1600, y: 0, width: 1600, height: 1000 };
const AT_RIGHT = { x: 1800, y: 50, width: 900, height: 600 };

function placing(places: readonly WindowPlace[] = []) {
  const screen = new FakeScreen();
  const written: (readonly WindowPlace[])[] = [];
  const placement = new Placement({
    screen: screen as never,
    places,
    write: (list) => void written.push(list),
    after: (_ms, callback) => callback(),
  });
  return { screen, placement, written };
}

test('a window on a screen that goes comes over, and returns with its screen', () => {
  const { screen, placement, written } = placing();
  screen.areas = [AREA, RIGHT];
  const window = new FakeWindow(AT_RIGHT);
  placement.track('cockpit', window as never);
  screen.turn([AREA]);
  expect(window.bounds).toEqual({ x: 700, y: 50, width: 900, height: 600 });
  expect(written.at(-1)?.[0]?.bounds).toEqual(AT_RIGHT); // its own place is not forgotten
  screen.turn([AREA, RIGHT]);
  expect(window.bounds).toEqual(AT_RIGHT);
});

test('a place of last time on a screen that is not there is kept for when it is', () => {
  const place = { key: 'cockpit', bounds: AT_RIGHT, isMaximized: true, isFullScreen: false };
  const { screen, placement } = placing([place]);
  const bounds = placement.boundsFor('cockpit');
  expect(bounds).toEqual({ x: 700, y: 50, width: 900, height: 600 });
  const window = new FakeWindow(bounds ?? AREA);
  placement.track('cockpit', window as never);
  expect(window.isMax).toBe(true);
  screen.turn([AREA, RIGHT]);
  expect(window.bounds).toEqual(AT_RIGHT);
});

test('a window that is not known has no place; what is forgotten is gone', () => {
  const { placement, written } = placing([{ key: 'cockpit-2', bounds: AREA, isMaximized: false, isFullScreen: false }]);
  expect(placement.boundsFor('torn-x')).toBeUndefined();
  expect(placement.keysOf('cockpit-')).toEqual(['cockpit-2']);
  placement.forget('cockpit-2');
  expect(written.at(-1)).toEqual([]);
});
