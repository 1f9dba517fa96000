import { randomUUID } from 'node:crypto';
import type { Logger } from '../ports/logger.ts';
import type { ChatAnswer, ChatQuestion } from '../wire/index.ts';
import { toIso } from '../wire/encode/index.ts';
import type { Analyst } from './analyst/analyst.ts';
import { ModelAnalyst } from './analyst/model-analyst.ts';
import type { HubPicture } from './picture/hub-picture.ts';
import type { Services } from './people/services.ts';

/** Who answers questions: the configured model, or the built-in rules. Neither can do anything but read. */
export class Chat {
  private readonly services: Services;
  private readonly analyst: Analyst;
  private readonly picture: HubPicture;
  private readonly logger: Logger;

  constructor(services: Services, analyst: Analyst, picture: HubPicture, logger: Logger) {
    this.services = services;
    this.analyst = analyst;
    this.picture = picture;
    this.logger = logger;
  }

  async answer(question: ChatQuestion): Promise<ChatAnswer> {
    const { chatEndpoint, chatModel } = this.services.settings.now;
    const key = this.services.secrets.chatKeyFor(chatEndpoint);
    const answer =
      chatEndpoint === null
        ? this.analyst.answer(question)
        : await new ModelAnalyst(this.analyst, { endpoint: chatEndpoint, model: chatModel, key }, this.logger).answer(
            question,
          );
    return {
      id: `chat-${randomUUID()}`,
      message: answer.message,
      type: 'ai',
      sources: [...answer.sources],
      timestamp: toIso(this.picture.timeMs),
    };
  }
}
