import { scopeOfCommand } from '../domain/commands.ts';
import { scopeName } from '../domain/scope.ts';
import { FlattenWatch } from '../adapters/web/flatten-watch.ts';
import type { Reader } from '../adapters/reading/read-jobs.ts';
import { Reads } from '../adapters/reading/reads.ts';
import { House } from '../adapters/web/house.ts';
import type { UserRow } from '../adapters/web/user-row.ts';
import type { RunIdentity } from '../domain/run.ts';
import type { Calendar } from '../domain/session.ts';
import { CHANNELS, HUB_ROUTES } from '../wire/index.ts';
import type { ProcessView } from '../wire/link/messages.ts';
import { encodeReceipt, encodeStrategyView, toIso } from '../wire/encode/index.ts';
import { seenOf } from './analyst/seen.ts';
import { AccountTeller } from './telling/account-teller.ts';
import { Admission } from './telling/admission.ts';
import { callAdmission } from './calls/call-admission.ts';
import { CallLimits } from './calls/call-limits.ts';
import { Chat } from './chat.ts';
import type { HubReads } from './hub-reads.ts';
import { type ImportService, Recordings } from './uploads/recordings.ts';
import type { DeskNews } from './picture/desk-client.ts';
import type { HubDeps } from './picture/hub-deps.ts';
import { encodeProcess, HubPicture } from './picture/hub-picture.ts';
import { encodeMarketStatus } from './picture/market-messages.ts';
import { MarketMemory } from './picture/market-memory.ts';
import { Metrics } from './telling/metrics.ts';
import { MessageLimits } from './telling/message-limits.ts';
import { OrderTrace } from './telling/order-trace.ts';
import { PLAIN_PAGE } from './calls/plain-page.ts';
import { OwnNotices } from './telling/own-notices.ts';
import { Pulse } from './telling/pulse.ts';
import { bindRelay } from './calls/relay-http.ts';
import { bindRelaySockets } from './calls/relay-sockets.ts';
import { bindAccountRest } from './calls/rest-account.ts';
import { bindAuthRest } from './calls/rest-auth.ts';
import { bindCommandRest } from './calls/rest-command.ts';
import { bindMachineRest } from './calls/rest-machine.ts';
import { bindNoticeRest } from './calls/rest-notice.ts';
import { bindPasskeyRest } from './calls/rest-passkeys.ts';
import { bindPeopleRest } from './calls/rest-people.ts';
import { bindSecurityRest } from './calls/rest-security.ts';
import { type HubHouse, type HubSocket, ROOM } from './telling/rooms.ts';
import { RowTeller } from './telling/row-teller.ts';
import { createServices, type Services } from './people/services.ts';
import { takeMessages } from './telling/subscriptions.ts';
import { Vitals } from './picture/vitals.ts';
import { review, reviewOne, sweep } from './sweep.ts';

const SECOND_MS = 1_000;
/** Once a minute. */
const SWEEP_BEATS = 60;

/** The account's server: documents 001 to 004, and the cockpit. */
export class HubServer {
  private readonly deps: HubDeps;
  private readonly house: HubHouse;
  private readonly services: Services;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly flattens = new FlattenWatch();
  private readonly rows: RowTeller;
  private readonly accounts: AccountTeller;
  private readonly notices: OwnNotices;
  private readonly pulse: Pulse;
  private readonly limits: MessageLimits;
  private readonly reads: Reads<HubReads>;
  private readonly recordings: Recordings;
  private readonly chat: Chat;
  private readonly metrics: Metrics;
  private readonly vitals: Vitals;
  private readonly admission: Admission;
  private closed = false;
  private beats = 0;
  private grantsAreOwed = false;
  /** What was told last, without its time. */
  private grantsTold = '';
  private cancelPulse: (() => void) | undefined;

  /** `reader` and the one of `imports` answer beside this loop; they are closed with the server. */
  constructor(deps: HubDeps, reader: Reader<HubReads>, imports: ImportService) {
    const { clock } = deps;
    this.deps = deps;
    this.house = new House({
      ...deps,
      what: 'hub',
      allowedOrigins: deps.limits.allowedOrigins,
      hostNames: deps.limits.hostNames ?? [],
      relays: deps.strategies.length,
    });
    const { io, latest } = this.house;
    this.services = createServices(deps, {
      holders: this.house.holders,
      dropSockets: (id) => this.dropSockets(id),
      isLive: () => {
        const mode = this.picture.view?.mode ?? this.picture.identity?.mode;
        return mode !== 'SIM' && mode !== 'REPLAY';
      },
      grantsChanged: () => this.grantsChanged(),
    });
    this.picture = new HubPicture(deps.strategies, clock);
    this.market = new MarketMemory(deps.history, clock);
    this.admission = new Admission({
      identity: this.services.identity,
      clock,
      limits: deps.limits,
    });
    this.vitals = new Vitals(clock, this.picture, this.market, deps.history);
    this.metrics = new Metrics(deps, this.picture, io, latest, this.vitals);
    this.rows = new RowTeller(io, this.picture, this.services.notifications, new OrderTrace(deps.logger));
    this.accounts = new AccountTeller(io, latest, this.picture, this.market, clock);
    this.notices = new OwnNotices(io, this.services.notifications, clock);
    this.pulse = new Pulse(io, latest, this.picture, this.market);
    this.reads = new Reads(clock, reader);
    this.recordings = new Recordings(imports, clock);
    this.chat = new Chat(this.services, this.reads, () => seenOf(this.picture, this.market), deps.logger);
    this.limits = new MessageLimits(clock, deps.limits);
  }

  /** Registered routes, for the test of the declarations. */
  get routes(): readonly string[] {
    return this.house.routes;
  }

  get connections(): number {
    return this.house.connections;
  }

  /** The last journal row that was told. */
  get lastSeq(): number | undefined {
    return this.picture.lastSeq;
  }

  get address(): string {
    return this.house.url;
  }

  /** Reads what the file has, opens the port. */
  async listen(): Promise<{ url: string; port: number }> {
    const { deps, picture, market, services, house } = this;
    const { app, io } = house;
    picture.load(deps.history, (row) => void services.notifications.fromRow(row));
    services.notifications.load();
    const calls = new CallLimits(deps.clock);
    calls.watch(app, Object.values(HUB_ROUTES));
    const admit = callAdmission(services, calls, house.isExposed, deps.clock);
    const url = (): string => house.url;
    const pairingUrl = (): string => house.exposedUrl ?? house.url;
    bindMachineRest(app, admit, { deps, picture, io, metrics: this.metrics, vitals: this.vitals });
    bindAccountRest(app, admit, { deps, picture, market, reads: this.reads });
    bindCommandRest(app, admit, {
      deps,
      picture,
      flattens: this.flattens,
      told: (request, result) => {
        const { commandId, command, origin } = request;
        const { user: actor, device, cause } = origin;
        const scope = scopeName(scopeOfCommand(command));
        deps.logger.info('command', { commandId, kind: command.kind, scope, actor, device, cause, result });
        this.metrics.commands.inc({ kind: request.command.kind, result });
      },
    });
    const logins = {
      services,
      clock: deps.clock,
      newDevice: ({ userName }: UserRow, device: string, address: string) =>
        this.notices.newDevice(`${userName} logged in`, device, address),
    };
    bindAuthRest(app, admit, { ...logins, url });
    bindPasskeyRest(app, admit, logins);
    bindPeopleRest(app, admit, {
      services,
      clock: deps.clock,
      url: pairingUrl,
      socketsOf: (id) => io.sockets.adapter.rooms.get(ROOM.session(id))?.size ?? 0,
      paired: (name, address) => this.notices.newDevice('A device waits to be confirmed', name, address),
      fingerprint: () => house.certificate?.fingerprint,
      audit: deps.audit,
    });
    bindSecurityRest(app, admit, { services, deps, picture, io, url, certificate: () => house.certificate });
    bindNoticeRest(app, admit, { deps, services, market });
    await this.recordings.bind(app, admit, {
      imports: () => deps.history.imports(),
      isReplay: () => (picture.view?.mode ?? picture.identity?.mode) === 'REPLAY',
    });
    const relayed = (strategy: string): string | undefined => this.symbolUrl(strategy);
    bindRelay(app, admit, { tokens: services.tokens, urlOf: relayed });
    bindRelaySockets({
      io,
      admission: this.admission,
      holders: this.house.holders,
      stands: (socket) => reviewOne(socket, services.identity),
      limits: this.limits,
      tokens: services.tokens,
      logger: deps.logger,
      audit: deps.audit,
      urlOf: relayed,
    });
    const opened = await house.open({
      page: { rendererDir: deps.rendererDir, place: { server: 'hub', strategy: null }, fallback: PLAIN_PAGE },
      admit: async (socket) => {
        const refusal = await this.admission.check(socket);
        this.metrics.connections.inc({ result: refusal === undefined ? 'admitted' : 'refused' });
        return refusal;
      },
      connected: (socket) => this.connected(socket),
    });
    if (deps.limits.redisUrl !== undefined)
      deps.logger.warn('REDIS_URL is set, but hubs over Redis are not built yet: this hub serves alone');
    this.tellGrants();
    this.beat();
    picture.heard.start((isNews) => this.accounts.sourcesSeen(isNews));
    return opened;
  }

  /** The link to the desk is there. */
  deskUp(identity: RunIdentity, calendar: Calendar): void {
    this.picture.identity = identity;
    this.market.calendar = calendar;
    this.tellLink(true, 'connected');
  }

  deskDown(reason: string): void {
    if (this.picture.link.up) this.tellLink(false, reason);
  }

  takeProcesses(processes: readonly ProcessView[]): void {
    this.picture.processes = processes;
    this.rows.listed(processes);
    this.house.guard.add(processes.flatMap(({ url }) => (url === undefined ? [] : [Number(new URL(url).port)])));
    const told = { processes: processes.map(encodeProcess), timestamp: toIso(this.deps.clock.now()) };
    this.house.latest.send(ROOM.cockpit, 'pitwall:processes', told);
  }

  take(news: DeskNews): void {
    const { picture } = this;
    const { io, latest } = this.house;
    picture.heard.heard();
    switch (news.t) {
      case 'sources':
        picture.heard.take(news.ages);
        return;
      case 'account':
        picture.view = news.view;
        this.market.take(news.view);
        this.accounts.changed();
        this.rows.pictured();
        return;
      case 'committed':
        for (const row of news.rows) this.rows.tell(row);
        for (const line of news.logs) this.rows.log(line);
        return;
      case 'strategyView': {
        picture.views.set(news.book, news.view);
        const strategy = picture.strategy(news.book);
        if (strategy === undefined) return;
        const message = encodeStrategyView(strategy, news.view, picture.timeMs);
        latest.send(ROOM.cockpit, 'pitwall:strategy', message, `pitwall:strategy ${news.book}`);
        return;
      }
      case 'flatten': {
        this.flattens.progress(news);
        const { id, scope, step, text, ms } = news;
        io.to(ROOM.cockpit).emit('pitwall:flatten', { id, scope: scopeName(scope), step, text, ms });
        return;
      }
      case 'receipt':
        this.flattens.receipt(news.receipt);
        io.to(ROOM.cockpit).emit('pitwall:receipt', encodeReceipt(news.receipt));
        return;
      case 'watchQuotes':
        this.market.watch.take(news.quotes);
        this.accounts.changed();
        return;
      case 'shutdown':
        this.house.farewell(news.message);
        return;
    }
  }

  async close(message: string): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.cancelPulse?.();
    this.picture.heard.close();
    this.accounts.close();
    this.services.openPages?.close();
    await Promise.all([this.house.close(message), this.reads.close(), this.recordings.close()]);
  }

  private connected(socket: HubSocket): void {
    if (!reviewOne(socket, this.services.identity)) return;
    const { clock, logger, audit, version } = this.deps;
    const { credential, address } = socket.data;
    const now = toIso(clock.now());
    logger.info('socket connected', { socketId: socket.id, userId: credential.userId, role: credential.role, address });
    socket.on('disconnect', (reason) => logger.info('socket disconnected', { socketId: socket.id, reason }));
    // One that comes back has the channels that it had narrowed to.
    const channels = socket.recovered ? [] : CHANNELS.map((channel) => ROOM.channel(channel));
    void socket.join([ROOM.user(credential.userId), ...channels]);
    if (credential.sessionId !== undefined) void socket.join(ROOM.session(credential.sessionId));
    takeMessages(socket, {
      picture: this.picture,
      market: this.market,
      limits: this.limits,
      clock,
      logger,
      audit,
      refused: (code) => this.metrics.refused.inc({ code }),
      nonce: () => this.house.holders.nonce(),
      tellAgain: (each, sinceSeq) => this.tellAgain(each, sinceSeq),
      answer: (question) => this.chat.answer(question, credential),
    });
    socket.emit('connected', {
      socketId: socket.id,
      userId: credential.userId,
      role: credential.role,
      serverTime: now,
      version,
    });
    socket.emit('status', { connected: true, message: 'Connected to server', timestamp: now });
    if (this.picture.timeMs > 0)
      socket.emit('market:status', encodeMarketStatus(this.market.calendar, this.picture.timeMs));
  }

  /** What a cockpit missed. The file may be ahead of what was told: those rows come by themselves. */
  private async tellAgain(socket: HubSocket, sinceSeq: number): Promise<void> {
    const lastSeq = this.picture.lastSeq ?? 0;
    if (sinceSeq >= lastSeq) return;
    const rows = await this.reads.ask(socket.data.credential, 'rowsAfter', { seq: sinceSeq });
    this.rows.again(
      socket,
      rows.filter(({ seq }) => seq <= lastSeq),
    );
  }

  /** The port of a strategy's symbol server, by its number or id. */
  private symbolUrl(ref: string): string | undefined {
    const strategy = this.picture.strategy(ref);
    return this.picture.processes.find(({ name }) => name === strategy?.id)?.url;
  }

  /** Closes the sockets of a session or device, those of relayed symbol servers too. */
  private dropSockets(id: string): void {
    for (const namespace of this.house.io._nsps.values()) namespace.in(ROOM.session(id)).disconnectSockets(true);
  }

  /** The audit log cannot be written (why), or can again. */
  auditFault(fault: string | undefined): void {
    this.notices.auditFault(fault);
  }

  /** Who may do what is another thing now, at every door. Several changes of one turn are told once. */
  private grantsChanged(): void {
    if (this.grantsAreOwed) return;
    this.grantsAreOwed = true;
    queueMicrotask(() => {
      this.grantsAreOwed = false;
      review(this.house.io, this.services.identity);
      this.tellGrants();
    });
  }

  private tellGrants(): void {
    const { told } = this.services.grants.standing;
    const text = JSON.stringify({ ...told, madeMs: 0 });
    if (text === this.grantsTold) return;
    this.grantsTold = text;
    this.deps.desk.tellGrants(told);
  }

  private sweep(): void {
    sweep(this.house.io, this.services).catch((error: unknown) =>
      this.deps.logger.warn('what was swept out is not yet out of the file', { fault: String(error) }),
    );
  }

  private tellLink(up: boolean, message: string): void {
    this.picture.link = { up, sinceMs: this.deps.clock.now(), message };
    this.house.io.to(ROOM.cockpit).emit('pitwall:link', this.picture.linkMessage());
    this.accounts.changed();
  }

  private beat(): void {
    if (this.closed) return;
    this.cancelPulse = this.deps.clock.after(SECOND_MS, () => {
      this.beat();
      this.pulse.beat();
      this.beats += 1;
      review(this.house.io, this.services.identity);
      if (this.beats % SWEEP_BEATS === 0) this.sweep();
    });
  }
}
