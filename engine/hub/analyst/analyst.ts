import type { ChatQuestion, ChatSource } from '../../wire/index.ts';
import type { HubHistory } from '../picture/hub-deps.ts';
import { MarketMemory } from '../picture/market-memory.ts';
import { limits, orders, position } from './account-answers.ts';
import { Facts } from './facts.ts';
import { hours, indicators, price, range, trend } from './market-answers.ts';
import { balance, bestDay, compare, drawdown, fees, pnl } from './pnl-answers.ts';
import { type Question, type Topic, understand } from './question.ts';
import type { Seen } from './seen.ts';
import { health, setup, state, whyNot } from './state-answers.ts';
import { last, stats, trades, whyClosed } from './trade-answers.ts';

export interface Answer {
  readonly message: string;
  readonly sources: readonly ChatSource[];
}

const CAN =
  'I can tell about positions and stops, room to the limits, profit and loss of any day, week or month, trades and their statistics, fees, balance, drawdown, strategies side by side, trend, range, price and indicators of a market, setups, why an entry was not taken, working orders, market hours, and whether everything is in order.';
const TRY = 'For instance: "how did PO3 do last week", "where is my stop", "why is MES not trading".';

/** Topics for which the market that the person looks at is meant when none is named. */
const OF_A_MARKET: readonly (Topic | undefined)[] = ['trend', 'price', 'setup', 'range', 'indicators', 'advice'];

const ANSWERS: Readonly<Record<Topic, (facts: Facts, question: Question) => string>> = {
  act: () =>
    'I can only read and tell: I cannot trade, cancel, unlock or set anything. The cockpit has keys for that (F8 flattens, F9 stops entries).',
  advice: (facts, question) => `I give no advice, I tell what is. ${trend(facts, question)}`,
  help: () => `I am Pitwall's built-in analyst and can only read. ${CAN} ${TRY}`,
  fees: (facts, question) =>
    question.count === undefined ? fees(facts, question) : last(facts, question, question.count),
  summary,
  'why-not': whyNot,
  'why-closed': whyClosed,
  'best-day': bestDay,
  compare,
  stats,
  drawdown,
  limits,
  health,
  indicators,
  range,
  trades,
  position,
  orders,
  setup,
  balance,
  hours,
  trend,
  pnl,
  price,
  state,
};

/** The built-in analyst: rules over the account's own data. It works without a network, and can only read. */
export class Analyst {
  private readonly seen: Seen;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;

  constructor(seen: Seen, history: HubHistory) {
    this.seen = seen;
    this.history = history;
    this.market = MarketMemory.of(history, seen);
  }

  facts(): Facts {
    return new Facts(this.seen, this.market, this.history);
  }

  answer({ message, context }: ChatQuestion): Answer {
    const facts = this.facts();
    const strategies = facts.strategiesOf(undefined);
    const asked = understand(message, (name) => this.market.knows(name), strategies);
    const question: Question = {
      ...asked,
      symbol: asked.symbol ?? contextSymbol(asked, context?.currentSymbol, this.market),
    };
    return { message: words(facts, question), sources: facts.sources };
  }
}

function words(facts: Facts, question: Question): string {
  const { topic, symbol, strategy } = question;
  if (topic !== undefined) return ANSWERS[topic](facts, question);
  if (strategy !== undefined) return [pnl(facts, question), setup(facts, question)].join('\n');
  return symbol === undefined ? `I did not understand this question. ${CAN} ${TRY}` : ANSWERS.trend(facts, question);
}

/** What was earned, what is open, what is left, and whether all is well. */
function summary(facts: Facts, question: Question): string {
  return [pnl(facts, question), position(facts, question), limits(facts), health(facts)].join('\n');
}

/** What the person looks at counts for questions about a market, not for those about the whole account. */
function contextSymbol(question: Question, current: string | undefined, market: MarketMemory): string | undefined {
  if (current === undefined || question.strategy !== undefined || !market.knows(current)) return undefined;
  return OF_A_MARKET.includes(question.topic) ? current : undefined;
}
