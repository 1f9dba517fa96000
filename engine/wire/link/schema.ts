import { z } from 'zod';
import type { Bar } from '../../domain/bar.ts';
import type { BrokerCommand } from '../../domain/broker.ts';
import type { CommandRequest, CommandResult, Receipt } from '../../domain/commands.ts';
import type { EngineSeed } from '../../domain/engine-step.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { SourceAge } from '../../domain/heard-sources.ts';
import type { ImportHead, PackedPrints, StoredImport } from '../../domain/imported.ts';
import type { Intent, StrategyLog, StrategyView } from '../../domain/intent.ts';
import type { Quote } from '../../domain/quote.ts';
import type { LogLine, RunIdentity } from '../../domain/run.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Calendar } from '../../domain/session.ts';
import type { AccountView } from '../../domain/views.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import { grants } from './grants.ts';
import { hello } from './hello.ts';
import type {
  ClientToDesk,
  DeskToClient,
  DeskToEngine,
  DeskToHost,
  DeskToHub,
  DeskToVenue,
  EngineToDesk,
  HostToDesk,
  HubToDesk,
  Role,
  VenueToDesk,
} from './messages.ts';

/**
 * One schema for each role of the private link and each direction. A message's own members are checked to the last;
 * nouns of the domain, which both ends take from one file, are known by their type and checked for being there.
 */

const isThing = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const thing = <T>() => z.custom<T>(isThing, 'expected an object');
const list = <T>() =>
  z.custom<readonly T[]>((value) => Array.isArray(value) && value.every(isThing), 'expected objects');

const whole = z.int();
const text = z.string();
const timeMs = z.number();
const message = <T extends string, S extends z.ZodRawShape>(t: T, shape: S) =>
  z.strictObject({ t: z.literal(t), ...shape });

const helloAnswers = [
  message('welcome', { epoch: whole, identity: thing<RunIdentity>(), calendar: thing<Calendar>() }),
  message('refused', { reason: text, end: z.boolean() }),
] as const;

const committed = message('committed', { n: whole, endMs: timeMs, rows: list<JournalRow>(), logs: list<LogLine>() });
const account = message('account', { view: thing<AccountView>() });
const command = message('command', { ask: whole, request: thing<CommandRequest>() });
const commandResult = message('commandResult', { ask: whole, result: thing<CommandResult>() });
const flatten = message('flatten', { id: text, scope: z.custom<Scope>(), step: text, text, ms: z.number() });
const receipt = message('receipt', { receipt: thing<Receipt>() });
const shutdown = message('shutdown', { message: text });
const serving = message('serving', { url: text, connections: whole });
const points = z.array(z.strictObject({ timeMs, json: text })).readonly();
const sources = message('sources', { ages: list<SourceAge>() });
const grantsTold = message('grants', { grants });

const venueToDesk = z.discriminatedUnion('t', [
  hello,
  message('reply', { id: whole, value: z.unknown() }),
  message('error', { id: whole, message: text }),
]);
const deskToVenue = z.discriminatedUnion('t', [
  ...helloAnswers,
  message('advance', { id: whole, n: whole }),
  message('submit', { id: whole, commands: list<BrokerCommand>() }),
  message('executeNow', { id: whole, commands: list<BrokerCommand>() }),
  message('entriesAfter', { id: whole, reportSeq: whole }),
  message('steps', { id: whole, from: whole, to: whole }),
  message('bars', { id: whole, root: text, fromMs: timeMs, toMs: timeMs }),
  message('state', { id: whole }),
  message('standing', { id: whole }),
  message('watch', { id: whole, timeMs }),
  message('end', { reason: text }),
]);

const engineToDesk = z.discriminatedUnion('t', [
  hello,
  message('done', {
    n: whole,
    intents: list<Intent>(),
    bars: list<Bar>(),
    points,
    logs: list<StrategyLog>(),
    view: thing<StrategyView>().optional(),
    snapshot: text.optional(),
  }),
  message('seeded', { bars: list<Bar>(), points }),
  serving,
  command,
]);
const deskToEngine = z.discriminatedUnion('t', [
  ...helloAnswers,
  message('restore', {
    step: whole,
    committed: whole,
    snapshot: text.optional(),
    contractId: text,
    missedTo: whole.optional(),
    seed: thing<EngineSeed>().optional(),
  }),
  message('step', { n: whole, endMs: timeMs, quotes: list<Quote>(), rows: list<JournalRow>() }),
  committed,
  account,
  sources,
  grantsTold,
  commandResult,
  flatten,
  receipt,
  shutdown,
]);

const hubToDesk = z.discriminatedUnion('t', [
  hello,
  serving,
  command,
  grantsTold,
  message('write', {
    id: whole,
    table: text,
    op: z.enum(['upsert', 'delete']),
    key: text,
    json: text.optional(),
  }),
]);
const deskToHub = z.discriminatedUnion('t', [
  ...helloAnswers,
  committed,
  account,
  sources,
  message('strategyView', { book: text, view: thing<StrategyView>() }),
  commandResult,
  flatten,
  receipt,
  message('watchQuotes', { source: z.literal('SIM'), quotes: list<WatchQuote>() }),
  message('written', { id: whole, ok: z.boolean(), message: text.optional() }),
  shutdown,
]);

const hostToDesk = z.discriminatedUnion('t', [
  hello,
  message('engineDropped', { book: text, reason: text }),
  message('alarm', { code: z.enum(['process_failing', 'process_back']), message: text }),
  command,
  message('shutdown', {}),
]);
const deskToHost = z.discriminatedUnion('t', [
  ...helloAnswers,
  message('recovered', {}),
  message('running', {}),
  message('peer', { name: text, up: z.boolean(), url: text.optional() }),
  message('hung', { name: text }),
  message('exposure', { positions: z.array(text).readonly(), bare: z.array(text).readonly(), orders: whole }),
  commandResult,
  message('revive', { name: text }),
  message('ended', {}),
  message('stopped', {}),
]);

const clientToDesk = z.discriminatedUnion('t', [
  hello,
  message('importBegin', { head: thing<ImportHead>() }),
  message('importBars', { bars: list<Bar>() }),
  message('importPrints', { prints: thing<PackedPrints>() }),
  message('importEnd', {}),
  message('importRemove', { number: whole }),
]);
const deskToClient = z.discriminatedUnion('t', [
  ...helloAnswers,
  message('imported', { stored: thing<StoredImport>().optional() }),
  message('importRemoved', { isMore: z.boolean() }),
  message('importFailed', { message: text }),
]);

/** Of a role: what it says to the desk, and what the desk says to it. */
export const LINK_SCHEMAS = {
  venue: { toDesk: venueToDesk, fromDesk: deskToVenue },
  engine: { toDesk: engineToDesk, fromDesk: deskToEngine },
  hub: { toDesk: hubToDesk, fromDesk: deskToHub },
  host: { toDesk: hostToDesk, fromDesk: deskToHost },
  client: { toDesk: clientToDesk, fromDesk: deskToClient },
} as const satisfies Record<Role, { readonly toDesk: z.ZodType; readonly fromDesk: z.ZodType }>;

interface Said {
  readonly venue: { readonly toDesk: VenueToDesk; readonly fromDesk: DeskToVenue };
  readonly engine: { readonly toDesk: EngineToDesk; readonly fromDesk: DeskToEngine };
  readonly hub: { readonly toDesk: HubToDesk; readonly fromDesk: DeskToHub };
  readonly host: { readonly toDesk: HostToDesk; readonly fromDesk: DeskToHost };
  readonly client: { readonly toDesk: ClientToDesk; readonly fromDesk: DeskToClient };
}
type Read<R extends Role, D extends 'toDesk' | 'fromDesk'> = z.output<(typeof LINK_SCHEMAS)[R][D]>;
/** The types say the same as the schemas, message by message: a name that only one of them has does not compile. */
type Agreement = {
  [R in Role]: {
    [D in 'toDesk' | 'fromDesk']: Said[R][D] extends Read<R, D>
      ? Read<R, D>['t'] extends Said[R][D]['t']
        ? true
        : { onlyInSchema: Exclude<Read<R, D>['t'], Said[R][D]['t']> }
      : { notAsInSchema: Exclude<Said[R][D]['t'], Read<R, D>['t']> };
  };
};
const AGREED = { toDesk: true, fromDesk: true } as const;
({ venue: AGREED, engine: AGREED, hub: AGREED, host: AGREED, client: AGREED }) satisfies Agreement;

/** What is wrong with a message, in words; undefined: nothing. For tests and development, never on the step's path. */
export function linkFault(role: Role, direction: 'toDesk' | 'fromDesk', said: unknown): string | undefined {
  const checked = LINK_SCHEMAS[role][direction].safeParse(said);
  if (checked.success) return undefined;
  const issue = checked.error.issues[0];
  const name = typeof said === 'object' && said !== null && 't' in said ? String(said.t) : 'a message';
  return `${role} ${direction}: ${name}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`;
}
