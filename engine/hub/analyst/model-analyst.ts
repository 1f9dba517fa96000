import { z } from 'zod';
import type { Logger } from '../../ports/logger.ts';
import type { ChatQuestion, ChatSource } from '../../wire/index.ts';
import type { Answer } from './analyst.ts';
import type { ToolAnswer } from './chat-reads.ts';

const TIMEOUT_MS = 20_000;
const MOST_ROUNDS = 5;
/** Of an endpoint's answer; no more than that is taken from it. */
const MOST_BYTES = 200_000;

export interface ModelSettings {
  /** "https://host/v1": the path of an OpenAI-compatible server. */
  readonly endpoint: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** What a model may read, and who answers in its place. */
export interface ModelData {
  readonly tool: (name: string, args: string) => Promise<ToolAnswer>;
  readonly builtIn: (question: ChatQuestion) => Promise<Answer>;
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
  private readonly data: ModelData;
  private readonly settings: ModelSettings;
  private readonly logger: Logger;

  constructor(data: ModelData, settings: ModelSettings, logger: Logger) {
    this.data = data;
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
      const own = await this.data.builtIn(question);
      return { ...own, message: `(The configured model did not answer; this is the built-in analyst.) ${own.message}` };
    }
  }

  private async ask(question: ChatQuestion): Promise<Answer> {
    const sources = new Map<string, ChatSource>();
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
          sources: [...sources.values()],
        };
      messages.push({ role: 'assistant', content: message.content ?? null, tool_calls: calls });
      for (const each of calls.slice(0, 8)) {
        const read = await this.data.tool(each.function.name, each.function.arguments);
        for (const source of read.sources) sources.set(source.text, source);
        messages.push({ role: 'tool', tool_call_id: each.id, content: read.content });
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
    return reply.parse(JSON.parse(await boundedText(response, MOST_BYTES)));
  }
}

/** The text of an answer. Throws as soon as it is longer than it may be, and takes no more of it. */
async function boundedText(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop cancels what is still to come.
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > most) throw new Error('the endpoint answered too much');
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
