import { existsSync, writeFileSync } from 'node:fs';

/** Where a test may have the desk killed. */
export type KillPoint = 'before-commit' | 'after-commit' | 'after-send';

const POINTS: readonly string[] = ['before-commit', 'after-commit', 'after-send'] satisfies KillPoint[];

/**
 * Reads PITWALL_TEST_KILL: "desk:after-commit:123:/tmp/marker". Tests only: at that point of that step the process
 * sends SIGKILL to itself, once (the marker file remembers it), so that a death falls between two chosen lines and not
 * somewhere near them.
 */
export function killPoint(text: string | undefined): ((point: KillPoint, step: number) => void) | undefined {
  const [room, point, step, marker] = (text ?? '').split(':');
  if (room !== 'desk' || point === undefined || !POINTS.includes(point) || marker === undefined) return undefined;
  return (at, n) => {
    if (at !== point || n < Number(step) || existsSync(marker)) return;
    writeFileSync(marker, `${room} ${point} ${n}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
}
