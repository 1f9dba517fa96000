import { randomUUID } from 'node:crypto';
import type { Reads } from '../adapters/reading/reads.ts';
import type { Credential } from '../adapters/web/credential.ts';
import type { Logger } from '../ports/logger.ts';
import type { ChatAnswer, ChatQuestion } from '../wire/index.ts';
import { toIso } from '../wire/encode/index.ts';
import type { Answer } from './analyst/analyst.ts';
import { ModelAnalyst } from './analyst/model-analyst.ts';
import type { Seen } from './analyst/seen.ts';
import type { HubReads } from './hub-reads.ts';
import type { Services } from './people/services.ts';

/** Who answers questions: the configured model, or the built-in rules. Neither can do anything but read. */
export class Chat {
  private readonly services: Services;
  private readonly reads: Reads<HubReads>;
  private readonly see: () => Seen;
  private readonly logger: Logger;

  constructor(services: Services, reads: Reads<HubReads>, see: () => Seen, logger: Logger) {
    this.services = services;
    this.reads = reads;
    this.see = see;
    this.logger = logger;
  }

  /** Throws HttpFault `rate_limited` when too much is asked at once. */
  async answer(question: ChatQuestion, caller: Pick<Credential, 'userId'>): Promise<ChatAnswer> {
    const { chatEndpoint, chatModel } = this.services.settings.now;
    const key = this.services.secrets.chatKeyFor(chatEndpoint);
    const builtIn = (asked: ChatQuestion): Promise<Answer> =>
      this.reads.ask(caller, 'chat', { question: asked, seen: this.see() });
    const data = {
      builtIn,
      tool: (name: string, args: string) => this.reads.ask(caller, 'tool', { name, args, seen: this.see() }),
    };
    const answer =
      chatEndpoint === null
        ? await builtIn(question)
        : await new ModelAnalyst(data, { endpoint: chatEndpoint, model: chatModel, key }, this.logger).answer(question);
    return {
      id: `chat-${randomUUID()}`,
      message: answer.message,
      type: 'ai',
      sources: [...answer.sources],
      timestamp: toIso(this.see().timeMs),
    };
  }
}
