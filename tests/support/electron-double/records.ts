/** What the program did that a person would see, kept for the tests to look at. */
import type { Rectangle } from 'electron';

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  /** What the system calls when a person clicks it. */
  readonly click: () => void;
}

export interface Records {
  readonly notifications: ShownNotification[];
  readonly opened: string[];
  readonly errorBoxes: { readonly title: string; readonly content: string }[];
  /** Running power save blockers by id. */
  readonly awake: Map<number, string>;
  /** Accelerators that "another program" holds. */
  readonly takenShortcuts: Set<string>;
  displays: Rectangle[];
  loginItem: { openAtLogin: boolean };
}

export const records: Records = {
  notifications: [],
  opened: [],
  errorBoxes: [],
  awake: new Map(),
  takenShortcuts: new Set(),
  displays: displaysFromEnvironment(),
  loginItem: { openAtLogin: false },
};

/** Screens of the imagined machine: "0,0,1600,1000;1600,0,1280,800". */
function displaysFromEnvironment(): Rectangle[] {
  const text = process.env['PITWALL_DOUBLE_DISPLAYS'] ?? '0,0,1600,1000';
  return text.split(';').map((one) => {
    const [x = 0, y = 0, width = 0, height = 0] = one.split(',').map(Number);
    return { x, y, width, height };
  });
}
