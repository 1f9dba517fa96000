import { scopeOfCommand } from '../domain/commands.ts';
import { scopeName } from '../domain/scope.ts';
import type { FastifyInstance } from 'fastify';
import { admitSocket } from '../adapters/web/admit-socket.ts';
import { prepareCredentials } from '../adapters/web/bind-routes.ts';
import { ConnectionRate } from '../adapters/web/connection-rate.ts';
import { type Doors, openDoors } from '../adapters/web/doors.ts';
import { FlattenWatch } from '../adapters/web/flatten-watch.ts';
import { isLoopback } from '../domain/loopback.ts';
import { namesOf } from '../adapters/web/hosts.ts';
import { LatestSender } from '../adapters/web/latest.ts';
import { OriginGuard } from '../adapters/web/origin-guard.ts';
import { servePage } from '../adapters/web/page.ts';
import { createSocketServer } from '../adapters/web/socket-server.ts';
import { createWebApp } from '../adapters/web/web-app.ts';
import type { RunIdentity } from '../domain/run.ts';
import type { Calendar } from '../domain/session.ts';
import { CHANNELS, type HubSends } from '../wire/index.ts';
import { encodeReceipt, encodeStrategyView, toIso } from '../wire/encode/index.ts';
import { Analyst } from './analyst/analyst.ts';
import { AccountTeller } from './account-teller.ts';
import { Admission } from './admission.ts';
import { callAdmission } from './call-admission.ts';
import { CallLimits } from './call-limits.ts';
import { Chat } from './chat.ts';
import type { DeskNews } from './desk-client.ts';
import type { HubDeps } from './hub-deps.ts';
import { HubPicture } from './hub-picture.ts';
import { encodeMarketStatus } from './market-messages.ts';
import { MarketMemory } from './market-memory.ts';
import { Metrics } from './metrics.ts';
import { MessageLimits } from './message-limits.ts';
import { OrderTrace } from './order-trace.ts';
import { PLAIN_PAGE } from './plain-page.ts';
import { Pulse } from './pulse.ts';
import { bindRelay } from './relay-http.ts';
import { bindRelaySockets } from './relay-sockets.ts';
import { bindAccountRest } from './rest-account.ts';
import { bindAuthRest } from './rest-auth.ts';
import { bindCommandRest } from './rest-command.ts';
import { bindMachineRest } from './rest-machine.ts';
import { bindNoticeRest } from './rest-notice.ts';
import { bindPeopleRest } from './rest-people.ts';
import { type HubIo, type HubSocket, ROOM } from './rooms.ts';
import { RowTeller } from './row-teller.ts';
import { createServices, type Services } from './services.ts';
import { takeMessages } from './subscriptions.ts';
import { Vitals } from './vitals.ts';
import { sweep } from './sweep.ts';

const SECOND_MS = 1_000;
/** Once a minute. */
const SWEEP_BEATS = 60;
/** Rows that a cockpit may have missed. */
const ROWS_AGAIN = 5_000;

/** The account's server: documents 001 to 004, and the cockpit. */
export class HubServer {
  private readonly deps: HubDeps;
  private readonly guard: OriginGuard;
  private readonly services: Services;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly flattens = new FlattenWatch();
  private readonly app: FastifyInstance;
  private readonly io: HubIo;
  private readonly latest: LatestSender<HubSends>;
  private readonly rows: RowTeller;
  private readonly accounts: AccountTeller;
  private readonly pulse: Pulse;
  private readonly limits: MessageLimits;
  private readonly chat: Chat;
  private readonly metrics: Metrics;
  private readonly vitals: Vitals;
  private readonly admission: Admission;
  private readonly exposed: boolean;
  private url = '';
  private doors: Doors | undefined;
  private closed = false;
  private beats = 0;
  private saidFarewell = false;
  private cancelPulse: (() => void) | undefined;

  constructor(deps: HubDeps) {
    const { clock } = deps;
    this.deps = deps;
    this.exposed = !isLoopback(deps.listen);
    this.guard = new OriginGuard({
      ports: [...deps.knownPorts, deps.port, deps.aliasPort ?? 0],
      names: namesOf(deps.listen),
      extraOrigins: deps.limits.allowedOrigins,
    });
    this.services = createServices(deps, {
      dropSockets: (id) => this.dropSockets(id),
      live: () => this.picture.view?.mode === 'PRACTICE' || this.picture.view?.mode === 'LIVE',
    });
    this.picture = new HubPicture(deps.strategies, clock);
    this.market = new MarketMemory(deps.history, clock);
    this.app = createWebApp({ guard: this.guard, logger: deps.logger });
    prepareCredentials(this.app);
    this.admission = new Admission({
      identity: this.services.identity,
      clock,
      limits: deps.limits,
      ownOrigins: () => this.ownOrigins(),
    });
    const rate = new ConnectionRate(clock);
    this.io = createSocketServer(this.app.server, {
      guard: this.guard,
      refuse: (request) => rate.refuse(request),
    }) as unknown as HubIo;
    this.latest = new LatestSender<HubSends>(this.io as never);
    this.vitals = new Vitals(clock, this.picture, this.market, deps.history);
    this.metrics = new Metrics(deps, this.picture, this.io, this.latest, this.vitals);
    this.rows = new RowTeller(this.io, this.picture, this.services.notifications, new OrderTrace(deps.logger));
    this.accounts = new AccountTeller(this.io, this.latest, this.picture, this.market, clock);
    this.pulse = new Pulse(this.io, this.latest, this.picture, this.market);
    this.chat = new Chat(
      this.services,
      new Analyst(this.picture, this.market, deps.history),
      this.picture,
      deps.logger,
    );
    this.limits = new MessageLimits(clock, deps.limits);
  }

  /** Registered routes, for the test of the declarations. */
  get routes(): readonly string[] {
    return this.app.routes;
  }

  get connections(): number {
    return this.io.sockets.sockets.size;
  }

  /** The last journal row that was told. */
  get lastSeq(): number | undefined {
    return this.picture.lastSeq;
  }

  get address(): string {
    return this.url;
  }

  /** Reads what the file has, opens the port. */
  async listen(): Promise<{ url: string; port: number }> {
    const { deps, picture, market, app, io, services } = this;
    picture.load(deps.history, (row) => void services.notifications.fromRow(row));
    services.notifications.load();
    const calls = new CallLimits(deps.clock);
    const admit = callAdmission(services, calls, this.exposed);
    const url = (): string => this.url;
    const pairingUrl = (): string => this.doors?.exposedUrl ?? this.url;
    bindMachineRest(app, admit, { deps, picture, io, metrics: this.metrics, vitals: this.vitals });
    bindAccountRest(app, admit, { deps, picture, market });
    bindCommandRest(app, admit, {
      deps,
      picture,
      flattens: this.flattens,
      audit: (request, result) => {
        services.audit.command(request, result);
        const { commandId, command, origin } = request;
        const { user: actor, device, cause } = origin;
        const scope = scopeName(scopeOfCommand(command));
        deps.logger.info('command', { commandId, kind: command.kind, scope, actor, device, cause, result });
        this.metrics.commands.inc({ kind: request.command.kind, result });
      },
    });
    bindAuthRest(app, admit, {
      services,
      clock: deps.clock,
      url,
      dropSockets: (id) => this.dropSockets(id),
      newDevice: (user, device, address) => this.newDevice(`${user.userName} logged in`, device, address),
    });
    bindPeopleRest(app, admit, {
      services,
      url: pairingUrl,
      socketsOf: (id) => io.sockets.adapter.rooms.get(ROOM.session(id))?.size ?? 0,
      paired: (name, address) => this.newDevice('A device was paired', name, address),
    });
    bindNoticeRest(app, admit, { deps, services, market });
    const relayed = (strategy: string): string | undefined => this.symbolUrl(strategy);
    bindRelay(app, admit, { tokens: services.tokens, urlOf: relayed });
    bindRelaySockets({
      io,
      admission: this.admission,
      limits: this.limits,
      tokens: services.tokens,
      logger: deps.logger,
      urlOf: relayed,
    });
    await servePage(app, {
      rendererDir: deps.rendererDir,
      place: { server: 'hub', strategy: null },
      fallback: PLAIN_PAGE,
    });
    io.use(
      admitSocket(async (socket) => {
        const refusal = await this.admission.check(io, socket as unknown as HubSocket);
        this.metrics.connections.inc({ result: refusal === undefined ? 'admitted' : 'refused' });
        return refusal;
      }) as never,
    );
    io.on('connection', (socket) => this.connected(socket));
    this.doors = await openDoors({
      app,
      listen: deps.listen,
      port: deps.port,
      aliasPort: deps.aliasPort,
      tlsDir: deps.tlsDir,
      what: 'hub',
      nowMs: deps.clock.now(),
    });
    const { port, certificate, exposedUrl } = this.doors;
    this.guard.add([port]);
    this.url = this.doors.url;
    if (certificate !== undefined) {
      deps.logger.info('exposed', {
        url: exposedUrl,
        selfMade: certificate.selfMade,
        fingerprint: certificate.fingerprint,
      });
    }
    if (deps.limits.redisUrl !== undefined)
      deps.logger.warn('REDIS_URL is set, but hubs over Redis are not built yet: this hub serves alone');
    this.beat();
    picture.heard.start((isNews) => this.accounts.sourcesSeen(isNews));
    return { url: this.url, port };
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

  take(news: DeskNews): void {
    const { io, picture } = this;
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
        this.latest.send(ROOM.cockpit, 'pitwall:strategy', message, `pitwall:strategy ${news.book}`);
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
      case 'processes':
        this.rows.listed(news.processes);
        this.guard.add(news.processes.flatMap(({ url }) => (url === undefined ? [] : [Number(new URL(url).port)])));
        this.latest.send(ROOM.cockpit, 'pitwall:processes', {
          processes: [...news.processes],
          timestamp: toIso(this.deps.clock.now()),
        });
        return;
      case 'watchQuotes':
        this.market.watch.take(news.quotes);
        this.accounts.changed();
        return;
      case 'shutdown':
        this.farewell(news.message);
        return;
    }
  }

  async close(message: string): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.cancelPulse?.();
    this.picture.heard.close();
    this.accounts.close();
    this.farewell(message);
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.io.disconnectSockets(true);
    this.io.engine.close();
    await this.doors?.close();
    await this.app.close();
  }

  /** Told once, whoever asks first for the end. */
  private farewell(message: string): void {
    if (this.saidFarewell) return;
    this.saidFarewell = true;
    this.io.emit('server:shutdown', { message });
  }

  private connected(socket: HubSocket): void {
    const { clock, logger, version } = this.deps;
    const { credential, address } = socket.data;
    const now = toIso(clock.now());
    logger.info('socket connected', { socketId: socket.id, userId: credential.userId, role: credential.role, address });
    socket.on('disconnect', (reason) => logger.info('socket disconnected', { socketId: socket.id, reason }));
    this.latest.welcome(socket as never);
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
      refused: (code) => this.metrics.refused.inc({ code }),
      tellAgain: (each, sinceSeq) => {
        // The file may be ahead of what was told: those rows come by themselves.
        const lastSeq = this.picture.lastSeq ?? 0;
        const rows = this.deps.history.rows(ROWS_AGAIN).filter(({ seq }) => seq > sinceSeq && seq <= lastSeq);
        this.rows.again(each, rows);
      },
      answer: (question) => this.chat.answer(question),
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

  /** The port of a strategy's symbol server, by its number or id. */
  private symbolUrl(ref: string): string | undefined {
    const strategy = this.picture.strategy(ref);
    return this.picture.processes.find(({ name }) => name === strategy?.id)?.url;
  }

  /** Closes the sockets of a session or device, those of relayed symbol servers too. */
  private dropSockets(id: string): void {
    for (const namespace of this.io._nsps.values()) namespace.in(ROOM.session(id)).disconnectSockets(true);
  }

  /** A notice in the cockpit for every device that is new. */
  private newDevice(title: string, device: string, address: string): void {
    const notice = this.services.notifications.own(this.deps.clock.now(), {
      type: 'NEW_DEVICE',
      title,
      message: `${device} from ${address}`,
      priority: 'HIGH',
      metadata: { device, address },
    });
    this.io.to([ROOM.notifications, ROOM.cockpit]).emit('notification', notice);
  }

  private tellLink(up: boolean, message: string): void {
    this.picture.link = { up, sinceMs: this.deps.clock.now(), message };
    this.io.to(ROOM.cockpit).emit('pitwall:link', this.picture.linkMessage());
    this.accounts.changed();
  }

  private beat(): void {
    if (this.closed) return;
    this.cancelPulse = this.deps.clock.after(SECOND_MS, () => {
      this.beat();
      this.pulse.beat();
      this.latest.closeStuck();
      this.beats += 1;
      if (this.beats % SWEEP_BEATS === 0) sweep(this.io, this.services);
    });
  }

  private ownOrigins(): readonly string[] {
    const port = new URL(this.url).port;
    return namesOf(this.deps.listen).flatMap((name) => [`http://${name}:${port}`, `https://${name}:${port}`]);
  }
}
