import { z } from 'zod';
import type { Logger } from '../../ports/logger.ts';
import type { ChatQuestion, ChatSource } from '../../wire/index.ts';
import { encodeAccount } from '../../wire/encode/index.ts';
import type { Analyst, Answer } from './analyst.ts';
import type { Facts } from './facts.ts';

const TIMEOUT_MS = 20_000;
const MOST_ROUNDS = 5;
const MOST_BYTES = 200_000;

export interface ModelSettings {
  /** "https://host/v1": the path of an OpenAI-compatible server. */
  readonly endpoint: string;
  readonly model: string;
  readonly key: string | undefined;
}

const reply = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
            .nullish(),
        }),
      }),
    )
    .min(1),
});

const TOOLS = [
  tool('get_account', 'The account: balance, equity, P&L, limits, state, positions by strategy.', {}),
  tool('get_bars', 'One-minute bars of a contract root, newest last.', {
    root: { type: 'string' },
    minutes: { type: 'integer' },
  }),
  tool('get_trades', 'Closed trades of the last so many hours of market time.', { hours: { type: 'number' } }),
  tool('get_days', 'Net P&L by trading day, both dates included (YYYY-MM-DD).', {
    from: { type: 'string' },
    to: { type: 'string' },
  }),
] as const;

function tool(name: string, description: string, properties: Record<string, unknown>) {
  return {
    type: 'function',
    function: { name, description, parameters: { type: 'object', properties, required: Object.keys(properties) } },
  };
}

const SYSTEM =
  "You answer a trader's questions about this account from the tools alone. You can only read: you cannot trade, cancel, " +
  'unlock or set anything, and you say so when asked. Give figures as the tools give them, name the contract, keep it under 120 ' +
  'words, promise nothing about the future.';

/** A language model over the same read-only data. Its tools are all there is: nothing it says can do anything. */
export class ModelAnalyst {
  private readonly analyst: Analyst;
  private readonly settings: ModelSettings;
  private readonly logger: Logger;

  constructor(analyst: Analyst, settings: ModelSettings, logger: Logger) {
    this.analyst = analyst;
    this.settings = settings;
    this.logger = logger;
  }

  /** The model's answer; the built-in analyst's, which says so, when the model does not answer. */
  async answer(question: ChatQuestion): Promise<Answer> {
    try {
      return await this.ask(question);
    } catch (error) {
      this.logger.warn('the chat model did not answer', {
        fault: error instanceof Error ? error.message : String(error),
      });
      const own = this.analyst.answer(question);
      return { ...own, message: `(The configured model did not answer; this is the built-in analyst.) ${own.message}` };
    }
  }

  private async ask(question: ChatQuestion): Promise<Answer> {
    const facts = this.analyst.facts();
    const looks = question.context?.currentSymbol;
    const messages: unknown[] = [
      { role: 'system', content: SYSTEM },
      {
        role: 'user',
        content: looks === undefined ? question.message : `(I am looking at ${looks}.) ${question.message}`,
      },
    ];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { message } = (await this.complete(messages)).choices[0] ?? { message: { content: '' } };
      const calls = message.tool_calls ?? [];
      if (calls.length === 0)
        return {
          message: (message.content ?? '').trim().slice(0, 4_000) || 'The model said nothing.',
          sources: sourcesOf(facts),
        };
      messages.push({ role: 'assistant', content: message.content ?? null, tool_calls: calls });
      for (const each of calls.slice(0, 8)) {
        const content = JSON.stringify(readFact(facts, each.function.name, each.function.arguments)).slice(0, 20_000);
        messages.push({ role: 'tool', tool_call_id: each.id, content });
      }
    }
    throw new Error('the model went on asking for data');
  }

  private async complete(messages: readonly unknown[]): Promise<z.infer<typeof reply>> {
    const { endpoint, model, key } = this.settings;
    const response = await fetch(`${endpoint.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, messages, tools: TOOLS, temperature: 0.2 }),
    });
    if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
    return reply.parse(JSON.parse(await textOf(response)));
  }
}

/** Read as far as it may go: what is too long is not held. */
async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new Error('the endpoint answered too much'); // and the connection ends with it
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function sourcesOf(facts: Facts): ChatSource[] {
  return [...facts.sources];
}

const barsAsked = z.object({ root: z.string(), minutes: z.number().int().min(1).max(600) });
const tradesAsked = z.object({
  hours: z
    .number()
    .min(0.1)
    .max(24 * 60),
});
const daysAsked = z.object({ from: z.iso.date(), to: z.iso.date() });

/** One reading for the model; whatever it asks that is not declared gets an error, and nothing else happens. */
function readFact(facts: Facts, name: string, args: string): unknown {
  let given: unknown;
  try {
    given = JSON.parse(args === '' ? '{}' : args);
  } catch {
    return { error: 'the arguments are not JSON' };
  }
  switch (name) {
    case 'get_account': {
      const view = facts.account();
      return view === undefined ? { error: 'no account yet' } : encodeAccount(view, facts.age);
    }
    case 'get_bars': {
      const asked = barsAsked.safeParse(given);
      const root = asked.success ? facts.rootOf(asked.data.root) : undefined;
      if (!asked.success || root === undefined)
        return { error: `known roots: ${facts.roots.join(', ')}; minutes 1 to 600` };
      const price = (ticks: number): number => Number(facts.price(root, ticks));
      return facts
        .bars(root, asked.data.minutes)
        .map((bar) => [
          new Date(bar.timeMs).toISOString(),
          price(bar.open),
          price(bar.high),
          price(bar.low),
          price(bar.close),
          bar.volume,
        ]);
    }
    case 'get_trades': {
      const asked = tradesAsked.safeParse(given);
      if (!asked.success) return { error: 'hours from 0.1 to 1440' };
      return facts
        .trades({ fromMs: facts.nowMs - asked.data.hours * 3_600_000, toMs: facts.nowMs + 1 }, undefined)
        .slice(-200)
        .map((trade) => ({
          id: trade.tradeId,
          strategy: trade.book,
          side: trade.direction,
          quantity: trade.qty,
          net: trade.netCents / 100,
          exit: trade.exitReason,
          closed: new Date(trade.exitMs).toISOString(),
        }));
    }
    case 'get_days': {
      const asked = daysAsked.safeParse(given);
      if (!asked.success) return { error: 'from and to as YYYY-MM-DD' };
      return facts
        .days({ fromDay: asked.data.from, toDay: asked.data.to }, undefined)
        .map((day) => ({ date: day.tradingDay, net: day.netCents / 100, trades: day.trades }));
    }
    default:
      return { error: `there is no tool ${name.slice(0, 40)}` };
  }
}
