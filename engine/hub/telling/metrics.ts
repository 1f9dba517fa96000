import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { LatestSender } from '../../adapters/web/latest.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import type { HubSends } from '../../wire/index.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import type { HubIo } from './rooms.ts';
import type { Vitals } from '../picture/vitals.ts';

/** What the hub sees of the machine, for Prometheus: every feed, link and process with its age and budget. */
export class Metrics {
  readonly registry = new Registry();
  readonly refused: Counter<'code'>;
  readonly commands: Counter<'kind' | 'result'>;
  readonly connections: Counter<'result'>;

  constructor(deps: HubDeps, picture: HubPicture, io: HubIo, latest: LatestSender<HubSends>, vitals: Vitals) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry, prefix: 'pitwall_hub_' });
    const gauge = <L extends string>(
      name: string,
      help: string,
      labelNames: readonly L[],
      collect: (one: Gauge<L>) => void,
    ): void => {
      void new Gauge<L>({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        collect(this: Gauge<L>) {
          this.reset();
          collect(this);
        },
      });
    };
    gauge('pitwall_link_up', 'Link to the desk, 1 when it is up', [], (one) => one.set(picture.link.up ? 1 : 0));
    gauge('pitwall_age_seconds', 'Age of a link, engine, feed or file, wall time', ['what'], (one) => {
      for (const { kind, name, ageS } of vitals.checks()) if (ageS !== null) one.set({ what: `${kind} ${name}` }, ageS);
    });
    gauge(
      'pitwall_age_budget_seconds',
      'Age beyond which somebody should look; absent while nothing is due',
      ['what'],
      (one) => {
        for (const { kind, name, budgetS } of vitals.checks())
          if (budgetS !== null) one.set({ what: `${kind} ${name}` }, budgetS);
      },
    );
    gauge('pitwall_file_bytes', 'Size of a file with its log', ['name'], (one) => {
      for (const { name, bytes } of vitals.checks()) if (bytes !== undefined) one.set({ name }, bytes);
    });
    gauge('pitwall_process_up', 'Processes, 1 when up', ['name'], (one) => {
      for (const { name, state } of picture.processes) one.set({ name }, state === 'up' ? 1 : 0);
    });
    gauge('pitwall_process_restarts', 'Restarts of a process', ['name'], (one) => {
      for (const { name, restarts } of picture.processes) one.set({ name }, restarts);
    });
    gauge('pitwall_journal_seq', 'Last journal row that was told', [], (one) => one.set(picture.lastSeq ?? 0));
    gauge('pitwall_equity_dollars', 'Equity of the account', [], (one) =>
      one.set((picture.view?.equityCents ?? 0) / 100),
    );
    gauge('pitwall_day_net_dollars', "The trading day's P&L, net", [], (one) =>
      one.set((picture.view?.dayNetCents ?? 0) / 100),
    );
    gauge('pitwall_room_dollars', 'Room to the daily loss limit; absent when it is off', [], (one) => {
      const room = picture.view?.roomCents;
      if (typeof room === 'number') one.set(room / 100);
    });
    gauge('pitwall_sockets', 'Open sockets', [], (one) => one.set(io.sockets.sockets.size));
    gauge('pitwall_sockets_budget', 'Most sockets', [], (one) => one.set(deps.limits.maxConnections));
    gauge('pitwall_slow_readers', 'Sockets that do not keep up', [], (one) => one.set(latest.slow));
    this.refused = new Counter({
      name: 'pitwall_messages_refused_total',
      help: 'Refused messages by code',
      labelNames: ['code'],
      registers: [registry],
    });
    this.commands = new Counter({
      name: 'pitwall_commands_total',
      help: 'Commands by kind and result',
      labelNames: ['kind', 'result'],
      registers: [registry],
    });
    this.connections = new Counter({
      name: 'pitwall_connections_total',
      help: 'Sockets by result of their admission',
      labelNames: ['result'],
      registers: [registry],
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
