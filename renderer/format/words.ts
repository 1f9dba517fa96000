/** Words for codes that come over the wire. Unknown codes are shown as they are, with their underscores opened. */
const EXITS: Readonly<Record<string, string>> = {
  sl_hit: 'stop',
  tp_hit: 'target',
  break_even: 'stop at break-even',
  manual: 'flattened by you',
  signal: 'strategy exit',
  time_limit: 'time limit',
  end_of_session: 'end of session',
  risk_limit: 'risk limit',
  roll: 'contract roll',
  end_of_data: 'end of the recording',
  unprotected: 'stop could not be placed',
};

const STATES: Readonly<Record<string, string>> = { RUN: 'RUN', EXITS_ONLY: 'EXITS ONLY', HALTED: 'HALTED' };

function opened(code: string): string {
  return code.replaceAll('_', ' ');
}

export function exitWords(code: string): string {
  return EXITS[code] ?? opened(code);
}

export function stateWord(code: string): string {
  return STATES[code] ?? opened(code);
}

/** "1 order", "2 orders". */
export function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
