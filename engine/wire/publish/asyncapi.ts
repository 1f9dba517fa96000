import type { EventDeclaration, EventTable } from '../declaration.ts';
import { HUB_SENDS } from '../hub/sends.ts';
import { HUB_TAKES } from '../hub/takes.ts';
import { SYMBOL_SENDS, SYMBOL_TAKES } from '../symbol/events.ts';
import { type JsonSchema, jsonSchema } from './json-schema.ts';

/** AsyncAPI 3.0 documents of the Socket.IO events of the two servers, from the declarations. */
export function asyncApi(server: 'hub' | 'symbol', version: string): JsonSchema {
  const sends: EventTable = server === 'hub' ? HUB_SENDS : SYMBOL_SENDS;
  const takes: EventTable = server === 'hub' ? HUB_TAKES : SYMBOL_TAKES;
  const messages = { ...messagesOf(sends, 'sent', 'out'), ...messagesOf(takes, 'taken', 'in') };
  const operations = { ...operationsOf(sends, 'sent', 'send'), ...operationsOf(takes, 'taken', 'receive') };
  return {
    asyncapi: '3.0.0',
    info: {
      title: server === 'hub' ? 'Pitwall hub' : 'Pitwall symbol server',
      version,
      description: 'Socket.IO 4 (protocol 5), namespace "/". The name of a message is the name of its event.',
    },
    defaultContentType: 'application/json',
    channels: {
      root: {
        address: '/',
        messages: Object.fromEntries(
          Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
      },
    },
    operations,
    components: { messages },
  };
}

/** Keys of components may hold letters, digits, dot, dash and underscore. */
function keyOf(direction: string, name: string): string {
  return `${direction}.${name.replaceAll(':', '.')}`;
}

function messagesOf(table: EventTable, direction: string, io: 'in' | 'out'): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(table).map(([name, event]: [string, EventDeclaration]) => [
      keyOf(direction, name),
      {
        name,
        summary: event.doc,
        tags: event.from.map((document) => ({ name: document })),
        'x-access': event.access,
        'x-limit': event.limit,
        payload: jsonSchema(event.payload, io),
      },
    ]),
  );
}

function operationsOf(table: EventTable, direction: string, action: 'send' | 'receive'): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.keys(table).map((name) => [
      keyOf(direction, name),
      {
        action,
        channel: { $ref: '#/channels/root' },
        messages: [{ $ref: `#/channels/root/messages/${keyOf(direction, name)}` }],
      },
    ]),
  );
}
