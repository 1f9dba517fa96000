import type { FastifyInstance } from 'fastify';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { ask, askFlatten, commandRequest, saidBefore } from '../../adapters/web/command-call.ts';
import type { FlattenWatch } from '../../adapters/web/flatten-watch.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { CommandRequest, CommandResult, PersonCommand } from '../../domain/commands.ts';
import type { TradingState } from '../../domain/book.ts';
import { ACCOUNT, scopeOfBook, type Scope } from '../../domain/scope.ts';
import { encodeReceipt } from '../../wire/encode/index.ts';
import { HUB_COMMAND_ROUTES } from '../../wire/index.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import type { HubPicture } from '../picture/hub-picture.ts';

type Caller = Parameters<typeof commandRequest>[1];

/** Told of every command and its result. */
export type CommandWatch = (request: CommandRequest, outcome: string) => void;

/** Commands: all go to the desk. MANUAL and EXTERNAL are flattened with the account only. */
export function bindCommandRest(
  app: FastifyInstance,
  admit: Admit,
  parts: {
    readonly deps: HubDeps;
    readonly picture: HubPicture;
    readonly flattens: FlattenWatch;
    readonly told: CommandWatch;
  },
): void {
  const { deps, picture, flattens, told } = parts;
  const { clock } = deps;
  const command = async (request: CommandRequest): Promise<CommandResult> => {
    if (deps.desk.isStarting) {
      told(request, 'starting');
      throw new HttpFault('starting', 'Pitwall is starting: the desk does not take commands yet');
    }
    try {
      const result = await deps.desk.command(request);
      told(request, result.ok ? 'ok' : result.code);
      return result;
    } catch (error) {
      told(request, 'desk_away');
      throw error;
    }
  };
  const scopeOf = (ref: string): Scope => {
    const found = picture.strategy(ref) ?? picture.otherBook(ref);
    if (found === undefined) throw new HttpFault('not_found', `there is no strategy "${ref}" here`);
    return scopeOfBook(found.id);
  };
  const change = async (wanted: PersonCommand, call: Caller, otherwise: TradingState) => {
    const result = await ask(clock, command, commandRequest(wanted, call));
    return { success: true, state: stateOf(result.state, otherwise), ...saidBefore(result) };
  };
  const doing = async (wanted: PersonCommand, call: Caller) => {
    const result = await ask(clock, command, commandRequest(wanted, call));
    return { success: true, ...saidBefore(result) };
  };
  const flatten = async (scope: Scope, call: Caller) => {
    const request = commandRequest({ kind: 'flatten', scope }, call);
    const answer = await askFlatten(clock, command, request, (asked, ms) =>
      flattens.partial(asked, ms, picture.timeMs),
    );
    return { success: answer.receipt.verified, receipt: encodeReceipt(answer.receipt), ...saidBefore(answer) };
  };

  bindRoutes(app, HUB_COMMAND_ROUTES, admit, {
    startStrategy: (call) => change({ kind: 'start', scope: scopeOf(call.params.id) }, call, 'RUN'),
    stopStrategy: (call) => change({ kind: 'stop', scope: scopeOf(call.params.id) }, call, 'EXITS_ONLY'),
    flattenStrategy: (call) => flatten(scopeOf(call.params.id), call),
    start: (call) => change({ kind: 'start', scope: ACCOUNT }, call, 'RUN'),
    stop: (call) => change({ kind: 'stop', scope: ACCOUNT }, call, 'EXITS_ONLY'),
    flatten: (call) => flatten(ACCOUNT, call),
    endFlatten: (call) => doing({ kind: 'end-flatten', scope: ACCOUNT }, call),
    endStrategyFlatten: (call) => doing({ kind: 'end-flatten', scope: scopeOf(call.params.id) }, call),
    acknowledge: (call) => doing({ kind: 'acknowledge', difference: call.body.difference }, call),
    cancelOrder: async (call) => {
      const order = picture.orders.find(call.params.id);
      if (order === undefined) throw new HttpFault('not_found', `there is no order "${call.params.id}"`);
      return doing({ kind: 'cancel-order', scope: scopeOfBook(order.book), orderId: order.orderId }, call);
    },
    speed: (call) => doing({ kind: 'set-speed', speed: call.body.speed }, call),
    nextTrade: (call) => doing({ kind: 'next-trade' }, call),
  });
}

function stateOf(told: string | undefined, otherwise: TradingState): TradingState {
  return told === 'RUN' || told === 'EXITS_ONLY' || told === 'HALTED' ? told : otherwise;
}
