import type { ChatQuestion, ChatSource } from '../../wire/index.ts';
import type { HubHistory } from '../hub-deps.ts';
import type { HubPicture } from '../hub-picture.ts';
import type { MarketMemory } from '../market-memory.ts';
import { limits, orders, pnl, position, setup, state, trades } from './account-answers.ts';
import { Facts } from './facts.ts';
import { hours, price, trend } from './market-answers.ts';
import { type Question, understand } from './question.ts';

export interface Answer {
  readonly message: string;
  readonly sources: readonly ChatSource[];
}

const CAN =
  'I can tell about the trend of a market, open positions, room to the limits, profit and loss, trades (today, yesterday, this week), prices, the state of the strategies, their setups, working orders and market hours.';

/** The built-in analyst: rules over the account's own data. It works without a network, and can only read. */
export class Analyst {
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;

  constructor(picture: HubPicture, market: MarketMemory, history: HubHistory) {
    this.picture = picture;
    this.market = market;
    this.history = history;
  }

  facts(): Facts {
    return new Facts(this.picture, this.market, this.history);
  }

  answer({ message, context }: ChatQuestion): Answer {
    const facts = this.facts();
    const asked = understand(message, (name) => this.market.knows(name));
    const question: Question = {
      ...asked,
      symbol: asked.symbol ?? contextSymbol(asked, context?.currentSymbol, this.market),
    };
    return { message: this.words(facts, question), sources: facts.sources };
  }

  private words(facts: Facts, question: Question): string {
    switch (question.topic) {
      case 'trend':
        return trend(facts, question);
      case 'position':
        return position(facts, question);
      case 'limits':
        return limits(facts);
      case 'trades':
        return trades(facts, question);
      case 'pnl':
        return pnl(facts, question);
      case 'price':
        return price(facts, question);
      case 'state':
        return state(facts);
      case 'setup':
        return setup(facts, question);
      case 'hours':
        return hours(facts);
      case 'orders':
        return orders(facts, this.picture.orders.open);
      case 'act':
        return 'I can only read and tell: I cannot trade, cancel, unlock or set anything. The cockpit has keys for that (F8 flattens, F9 stops entries).';
      case 'help':
        return `I am Pitwall's built-in analyst. ${CAN}`;
      case undefined:
        return question.symbol === undefined ? `I did not understand this question. ${CAN}` : trend(facts, question);
    }
  }
}

/** What the person looks at counts for questions about a market, not for those about the whole account. */
function contextSymbol(question: Question, current: string | undefined, market: MarketMemory): string | undefined {
  if (current === undefined || !market.knows(current)) return undefined;
  return question.topic === 'trend' || question.topic === 'price' || question.topic === 'setup' ? current : undefined;
}
