export const TOPICS = [
  'trend',
  'position',
  'limits',
  'trades',
  'pnl',
  'price',
  'state',
  'setup',
  'hours',
  'orders',
  'act',
  'help',
] as const;
export type Topic = (typeof TOPICS)[number];

export type Period = 'today' | 'yesterday' | 'week' | 'month' | 'all';

export interface Question {
  readonly topic: Topic | undefined;
  /** A symbol that stands in the question, as it was written. */
  readonly symbol: string | undefined;
  readonly period: Period;
  /** "last 5 trades" */
  readonly count: number | undefined;
  readonly order: 'best' | 'worst' | undefined;
}

/** Words by topic; the topic with most of its words in the question wins, the first of equals. */
const WORDS: readonly (readonly [Topic, RegExp])[] = [
  [
    'act',
    /\b(buy|sell|go (long|short)|close (it|all|everything|my|the)|flatten|start trading|stop trading|cancel|place an? order|unlock|set the limit|raise the limit|increase (the )?(size|limit))\b/g,
  ],
  [
    'limits',
    /\b(limits?|room|risk|at risk|daily loss|how much (more )?can (i|we) lose|loss limit|cap|drawdown|margin|buying power)\b/g,
  ],
  [
    'trend',
    /\b(trend|trending|direction|momentum|bullish|bearish|rising|falling|going up|going down|doing today|moving|outlook)\b/g,
  ],
  [
    'position',
    /\b(positions?|exposure|exposed|holding|hold|long or short|open trades?|am i (flat|long|short)|are we (flat|long|short)|stop loss|my stop|targets?)\b/g,
  ],
  ['trades', /\b(trades?|traded|fills?|executions?|wins?|winners?|losers?|losses|win rate|best|worst|biggest)\b/g],
  [
    'pnl',
    /\b(p ?& ?l|pnl|profit|loss|made|make|lost|earned|earn|up or down|balance|equity|result|performance|money|how am i doing|how are we doing)\b/g,
  ],
  ['price', /\b(price|quote|bid|ask|last|trading at|where is)\b/g],
  ['state', /\b(state|status|halted|halt|running|enabled|stopped|why (is|are|not|isn'?t|aren'?t)|exits only|stale)\b/g],
  ['setup', /\b(setups?|signals?|squeeze|waiting for|phase|pending|next entry|strategy|strategies)\b/g],
  ['hours', /\b(hours|open|close[sd]?|market open|market close|flat[- ]by|session|holiday|early close)\b/g],
  ['orders', /\b(orders?|working orders?|pending orders?)\b/g],
  ['help', /\b(help|what can you|who are you|hello|hi|hey|thanks?)\b/g],
];

/** Understands the usual questions by their words; an undefined topic is said so, not guessed. */
export function understand(message: string, knows: (name: string) => boolean): Question {
  const text = message.toLowerCase().replaceAll(/[’`]/g, "'");
  const scores = WORDS.map(([topic, pattern]) => [topic, text.match(pattern)?.length ?? 0] as const);
  const best = scores.reduce((a, b) => (b[1] > a[1] ? b : a), ['help', 0] as readonly [Topic, number]);
  const order = /\b(best|biggest win|largest win)\b/.test(text)
    ? 'best'
    : /\b(worst|biggest loss|largest loss)\b/.test(text)
      ? 'worst'
      : undefined;
  return {
    topic: best[1] === 0 ? undefined : best[0],
    symbol: symbolIn(message, knows),
    period: periodIn(text),
    count: countIn(text),
    order,
  };
}

function symbolIn(message: string, knows: (name: string) => boolean): string | undefined {
  for (const word of message.split(/[^A-Za-z0-9!-]+/)) {
    for (const name of [word, word.toUpperCase()]) if (name.length >= 2 && knows(name)) return name;
  }
  const named = NICKNAMES.find(([pattern]) => pattern.test(message.toLowerCase()))?.[1];
  return named !== undefined && knows(named) ? named : undefined;
}

const NICKNAMES: readonly (readonly [RegExp, string])[] = [
  [/\b(nasdaq|nq)\b/, 'MNQ'],
  [/\b(s ?& ?p|spx|es)\b/, 'MES'],
  [/\bgold\b/, 'MGC'],
  [/\beuros?\b/, 'M6E'],
];

function periodIn(text: string): Period {
  if (/\byesterday\b/.test(text)) return 'yesterday';
  if (/\b(this|past|last) week\b|\b7 days\b/.test(text)) return 'week';
  if (/\b(this|past|last) month\b|\b30 days\b/.test(text)) return 'month';
  if (/\b(ever|all time|so far|since the (start|beginning)|in total|overall)\b/.test(text)) return 'all';
  return 'today';
}

function countIn(text: string): number | undefined {
  const match = /\blast (\d{1,3})\b/.exec(text) ?? /\b(\d{1,3}) (last|latest|recent)\b/.exec(text);
  return match === null ? (/\blast trade\b/.test(text) ? 1 : undefined) : Number(match[1]);
}
