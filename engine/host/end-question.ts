import type { Mode } from '../domain/book.ts';
import type { Exposure } from '../wire/link/messages.ts';

export type EndChoice = 'keep' | 'flatten' | 'stay';

/** Something is open at the venue that an end should not pass over in silence. */
export function isAnythingOpen({ positions, orders }: Exposure): boolean {
  return positions.length > 0 || orders > 0;
}

/** "MNQ long 1, MGC-PO3 short 2 and 3 working orders". */
export function openText({ positions, orders }: Exposure): string {
  const working = orders === 0 ? [] : [`${orders} working order${orders === 1 ? '' : 's'}`];
  return [...positions, ...working].join(', ');
}

/** What becomes of what is open when Pitwall ends as it is. */
export function keptText(mode: Mode, { bare }: Exposure): string {
  if (mode === 'SIM' || mode === 'REPLAY') {
    return 'the simulated market stands still, and everything goes on from here at the next start';
  }
  if (bare.length > 0) return `${bare.join(', ')} would be left WITHOUT a stop at the venue`;
  return 'the stops rest at the venue and act without Pitwall; nothing else does: no flat-by, no loss limit';
}

/** The question on a terminal, line by line. */
export function endQuestion(mode: Mode, exposure: Exposure): readonly string[] {
  return [
    `Open: ${openText(exposure)}. What should become of it?`,
    `  k  keep it and end: ${keptText(mode, exposure)}`,
    '  f  flatten everything, and end when the venue says that it is flat',
    '  s  stay',
    'k, f or s, then Enter (Ctrl-C once more: k)',
  ];
}

/** Undefined: not understood. */
export function choiceOf(line: string): EndChoice | undefined {
  const letter = line.trim().toLowerCase();
  if (letter === 'k' || letter === 'keep') return 'keep';
  if (letter === 'f' || letter === 'flatten') return 'flatten';
  return letter === 's' || letter === 'stay' ? 'stay' : undefined;
}
