/** Words for codes that come over the wire. Unknown codes are shown as they are, with their underscores opened. */
const STATES: Readonly<Record<string, string>> = { RUN: 'RUN', EXITS_ONLY: 'EXITS ONLY', HALTED: 'HALTED' };

function opened(code: string): string {
  return code.replaceAll('_', ' ');
}

export function stateWord(code: string): string {
  return STATES[code] ?? opened(code);
}

/** "1 order", "2 orders". */
export function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
