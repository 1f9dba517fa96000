import type { ChatQuestion } from '../../wire/index.ts';
import type { HubHistory } from '../picture/hub-deps.ts';
import { Analyst, type Answer } from './analyst.ts';
import { readFact } from './read-fact.ts';
import type { Seen } from './seen.ts';

/** A tool that a model calls: its answer as JSON, and what it rests on. */
export type ToolAnswer = { readonly content: string } & Pick<Answer, 'sources'>;

/** Most characters that one tool gives a model. */
const MOST_CONTENT = 20_000;

/** What the chat reads of the file, with the account as the hub saw it when it was asked. */
export function chatReads(history: HubHistory) {
  return {
    chat: ({ question, seen }: { readonly question: ChatQuestion; readonly seen: Seen }): Answer =>
      new Analyst(seen, history).answer(question),
    tool: (ask: { readonly name: string; readonly args: string; readonly seen: Seen }): ToolAnswer => {
      const facts = new Analyst(ask.seen, history).facts();
      const content = JSON.stringify(readFact(facts, ask.name, ask.args)).slice(0, MOST_CONTENT);
      return { content, sources: facts.sources };
    },
  };
}

export type ChatReads = ReturnType<typeof chatReads>;
