import type { StrategyIdentity } from '../../domain/book.ts';
import { strategyIn, symbolIn } from './names.ts';
import { type Period, periodIn } from './period.ts';

export const TOPICS = [
  'act',
  'summary',
  'why-not',
  'why-closed',
  'best-day',
  'compare',
  'stats',
  'drawdown',
  'fees',
  'limits',
  'health',
  'indicators',
  'range',
  'trades',
  'position',
  'orders',
  'setup',
  'balance',
  'hours',
  'advice',
  'trend',
  'pnl',
  'price',
  'state',
  'help',
] as const;
export type Topic = (typeof TOPICS)[number];

export interface Question {
  readonly topic: Topic | undefined;
  /** A market that stands in the question: as it was written, or what a nickname of it means. */
  readonly symbol: string | undefined;
  /** Id of a strategy that is named. */
  readonly strategy: string | undefined;
  readonly period: Period;
  /** "last 5 trades" */
  readonly count: number | undefined;
  readonly order: 'best' | 'worst' | undefined;
}

/**
 * Patterns by topic with their weight. What a topic's patterns that stand in the question weigh is summed; the heaviest
 * topic wins, of equals the first of `TOPICS`.
 */
const PATTERNS: Readonly<Record<Topic, readonly (readonly [number, RegExp])[]>> = {
  act: [
    [
      6,
      /^(please |can you |could you |would you |will you |i want you to |go ahead and )*(buy\b|sell\b|short\b(?! or)|go (long|short)|flatten|liquidate|unlock|cancel|place|execute|close (it|all|everything|out|my|the|mnq|mes|mgc|m6e|gold|nq|es)\b|get me out|exit (the|my|all)|(stop|start|pause|resume|disable|enable|halt) (trading|all|everything|it|the|my|mnq|mes|mgc|m6e|po3|entries)|(set(?! ?up)|raise|increase|reduce|lower|move|change|double|turn (on|off)|switch (on|off)) )/,
    ],
    [4, /\b(flatten (everything|all|it|my|now)|place an? order|get me out|unlock|close (it|everything|all) now)\b/],
    [4, /\b(raise|increase|lower|change|set|move) (my|the|our) (\w+ )?(\w+ )?(limit|stop|size|target)\b/],
  ],
  summary: [
    [5, /\b(summary|summari[sz]e|overview|recap|report|update me|sum up|rundown|the damage)\b/],
    [5, /\bwhere (are we|am i|do (we|i) stand)\b|\b(how's|how is|how was) (my|our|the) (day|account|book|trading)\b/],
  ],
  'why-not': [
    [
      5,
      /\bwhy\b.*\b(not|n't|no|isn't|aren't|didn't|doesn't|wasn't|don't|hasn't)\b.*\b(trad\w+|take|took|taken|enter\w*|entr(y|ies)|fill\w*|bought|buy|sell|sold|order\w*|doing anything)/,
    ],
    [5, /\b(denied|denials?|blocked|turned down|skipped|miss(ed)?)\b/],
    [4, /\brefus(ed|als?)\b|\brejected\b/],
    [4, /\bno (trades|entries|entry)\b.*\bwhy\b|\bwhy (so few|no) (trades|entries)\b/],
  ],
  'why-closed': [
    [
      5,
      /\b(why|who|what)\b.*\b(closed(?! trades?)|exit(ed)?|stopped out|took me out|got (me )?out)\b|\bwhy\b.*\bclose (my|the|that|it|this)\b/,
    ],
  ],
  'best-day': [[6, /\b(best|worst|biggest|greenest|reddest) (trading )?days?\b/]],
  compare: [
    [5, /\b(which|what) (strateg(y|ies)|one|bot|system|market|contract|symbol|instrument)s?\b/],
    [4, /\b(best|worst|top|weakest|strongest) (strateg(y|ies)|bot|system|market)\b/],
    [4, /\b(by|per|each|every|compare( the)?) (strateg(y|ies)|market|symbol|contract)\b|\b(break ?down|compare)\b/],
    [3, /\bmost\b/],
  ],
  stats: [
    [5, /\b(average|avg|mean|typical) (win|loss|winner|loser|trade|profit|result)\b/],
    [
      5,
      /\b(profit factor|expectancy|payoff|win ?rate|hit ?rate|winning percentage|r[- ]multiples?|statistics|stats)\b/,
    ],
    [5, /\bin r\b|\b(losing|winning) streak\b|\bin a row\b/],
  ],
  drawdown: [[5, /\b(drawdown|draw down|dd|high[- ]water|off (the|my) (high|peak)|peak)\b/]],
  fees: [
    [5, /\b(fees?|commissions?)\b/],
    [3, /\bcosts?\b/],
  ],
  limits: [
    [3, /\b(limits?|cap|margin|buying power)\b/],
    [4, /\b(daily loss|loss limit|max loss|shut ?down|locked out|lock[- ]?out|at risk|blow (up|the account))\b/],
    [4, /\b(room|how much (more )?(can|could|may) (i|we) (still )?(lose|risk)|loss (is )?left|left to lose)\b/],
    [4, /\bhow many (more )?contracts\b/],
    [2, /\brisk\b/],
  ],
  health: [
    [4, /\b(wrong|problems?|errors?|broken|alarms?|warnings?|alerts?|issues?|trouble|crash\w*|health\w*)\b/],
    [4, /\b(feeds?|connections?|connected|offline|online|stale|latency|lag\w*|processes)\b/],
    [3, /\b(everything|all|it|system) (ok|okay|fine|good|alright|up|working)\b/],
    [2, /\b(ok|okay)\b/],
  ],
  indicators: [[4, /\b(rsi|bollinger|bbs?|bands?|squeeze|ttm|indicators?|overbought|oversold)\b/]],
  range: [
    [4, /\b(volatil\w+|vol|atr|average true range|choppy|wild|quiet|range)\b/],
    [
      4,
      /\b(high|low|highs|lows)\b.*\b(today|day|session|yesterday)\b|\b(today'?s?|day'?s?|session'?s?) (high|low|range)\b/,
    ],
  ],
  trades: [
    [3, /\b(trades?|traded|fills?|executions?)\b/],
    [3, /\b(winners?|losers?|wins|losses)\b/],
    [2, /\b(best|worst|biggest|largest)\b/],
  ],
  position: [
    [3, /\b(positions?|exposure|exposed|holding|hold|unreali[sz]ed|open p ?& ?l|open pnl|open profit)\b/],
    [
      4,
      /\b(long or short|short or long|open trades?|current trade|in (a|this|the|any) trade|(i|we) (still )?in the market|anything (open|on))\b/,
    ],
    [4, /\b(am i|are we|i'm|we're|are you) (still )?(flat|long|short|in|out)\b/],
    [4, /\bwhat('s| is| do (i|we) have) (open|on)\b/],
    [4, /\b((my|the|our) (stop|stops|target|targets)|stop[- ]?loss(es)?)\b/],
    [2, /\b(stops?|targets?)\b/],
  ],
  orders: [[4, /\b((working|pending|open|resting) orders?|orders?)\b/]],
  setup: [
    [3, /\b(setups?|signals?|pending|phase|about to|next (trade|entry|signal|setup))\b/],
    [4, /\b(wait(ing)? for|look(ing)? for|strategy (doing|thinking|up to))\b/],
  ],
  balance: [
    [4, /\b(balance|equity|account (value|size)|net worth|cash|how much (money )?(do (i|we) have|is (in|on)))\b/],
  ],
  hours: [
    [
      4,
      /\bmarkets? (is |are )?(still )?(open|close[ds]?|hours)\b|\b(open|close[ds]?)\b.*\b(market|exchange|trading day)\b/,
    ],
    [4, /\b(holidays?|early close|flat[- ]by|opening hours|trading hours|weekend)\b/],
    [3, /\bwhen\b.*\b(open|close|closes|opens|end|ends|start|starts)\b/],
    [4, /\bwhat time\b|\bwhen\b.*\b(flatten|flat|roll)\b/],
    [2, /\b(hours|session)\b/],
  ],
  advice: [
    [5, /\b(should (i|we)|would you (buy|sell|hold)|what (should|would) (i|we|you) do|recommend\w*|advice|advise)\b/],
  ],
  trend: [
    [4, /\b(trend(s|ing)?|(up|down)trend|direction|momentum|bullish|bearish|outlook|which way|heading)\b/],
    [3, /\b(rising|falling|rall(y|ying)|selling off|going (up|down)|moving|look(s|ing)?)\b/],
  ],
  pnl: [
    [3, /(\bp ?(&|and|n) ?l\b|\bpnl\b)/],
    [
      3,
      /\b(profits?|loss|win|won|winning|made|make|lost|lose|earn(ed)?|gain(ed)?|up or down|results?|performance|performing|net)\b/,
    ],
    [3, /\b(did|have|am|are|is|has|was|how'?s?)\b.*\b(do|done|doing|perform(ed)?|go|gone|going|up|down|green|red)\b/],
    [2, /\bmoney\b/],
    [1, /\b(how was|what happened)\b/],
  ],
  price: [
    [4, /\b(prices?|quotes?|bids?|asks?|spreads?|trading at|last price)\b/],
    [3, /\bwhat('s| is) \S+( \S+)? (at|worth)\b/],
    [2, /\b(where is|where's|how much is)\b/],
  ],
  state: [
    [3, /\b(state|status|halted|halt|running|enabled|stopped|paused|exits only|active|real money|paper|live|speed)\b/],
    [3, /\b(is|are)\b.*\b(trading|on|off)\b/],
    [2, /\b(simulat\w+|mode|strategies|strategy)\b/],
  ],
  help: [[1, /\b(help|what can (you|i)|who are you|hello|hi|hey|thanks?|thank you)\b/]],
};

/** Understands the usual questions by their words; an undefined topic is said so, not guessed. */
export function understand(
  message: string,
  knows: (name: string) => boolean,
  strategies: readonly StrategyIdentity[] = [],
): Question {
  const text = message.toLowerCase().replaceAll(/[’`]/g, "'").trim();
  const strategy = strategyIn(message, strategies);
  const symbol = strategy === undefined ? symbolIn(message, knows) : undefined;
  const period = periodIn(text);
  const [best, weight] = heaviest(text);
  // Only days are compared: to answer with a day or a trade would be another question's answer.
  if (/\b(best|worst|biggest) (week|month|hour|year)\b/.test(text)) {
    return { topic: undefined, symbol: undefined, strategy: undefined, period, count: undefined, order: undefined };
  }
  return {
    topic: weight === 0 ? undefined : ofMarket(best, text, symbol, strategy, period),
    symbol,
    strategy,
    period,
    count: countIn(text),
    order: orderIn(text),
  };
}

function heaviest(text: string): readonly [Topic, number] {
  let best: readonly [Topic, number] = ['help', 0];
  for (const topic of TOPICS) {
    const weight = PATTERNS[topic].reduce((sum, [each, pattern]) => sum + (pattern.test(text) ? each : 0), 0);
    if (weight > best[1]) best = [topic, weight];
  }
  return best;
}

/** "How is gold doing" asks for the market, "how did gold do yesterday" and "how is PO3 doing" for what was earned. */
function ofMarket(
  topic: Topic,
  text: string,
  symbol: string | undefined,
  strategy: string | undefined,
  period: Period,
): Topic {
  if (topic === 'trend' && strategy !== undefined) return 'setup';
  if (topic !== 'pnl' || symbol === undefined || strategy !== undefined || period !== 'today') return topic;
  const earned =
    /p ?(&|and|n) ?l|\bpnl\b|\b(profit|loss|made|make|lost|lose|earn|did|have|has|performance|result|net|we|i)\b/;
  return earned.test(text) ? topic : 'trend';
}

const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10, twenty: 20 };

function countIn(text: string): number | undefined {
  const match =
    /\b(?:last|latest|recent|past|previous) (\d{1,3}|[a-z]+)(?: (?!days?\b|weeks?\b|months?\b|hours?\b|minutes?\b)[a-z0-9-]+)? (?:trades?|fills?|winners?|losers?)\b/.exec(
      text,
    ) ?? /\b(\d{1,3}) (?:last|latest|most recent|recent) (?:trades?|fills?)\b/.exec(text);
  const word = match?.[1] ?? '';
  const number = NUMBERS[word] ?? Number(word === '' ? Number.NaN : word);
  if (Number.isInteger(number) && number > 0) return number;
  return /\b(last|latest|previous|most recent)\b(?: [a-z0-9-]+)? (trade|fill|one)\b/.test(text) ? 1 : undefined;
}

function orderIn(text: string): Question['order'] {
  if (/\b(best|biggest (win|winner|gain)|largest (win|winner|gain)|most profitable|top|strongest)\b/.test(text))
    return 'best';
  if (/\b(worst|biggest (loss|loser)|largest (loss|loser)|weakest|lost the most|losing the most)\b/.test(text))
    return 'worst';
  return undefined;
}
