import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VenueClient } from '../../../engine/adapters/broker/venue-client.ts';
import { listenLinks, type LinkServer } from '../../../engine/adapters/link/server.ts';
import { socketPath } from '../../../engine/adapters/link/socket-path.ts';
import type { Bootstrap, Settings } from '../../../engine/config/settings.ts';
import { CME } from '../../../engine/domain/session.ts';
import type { LinkEnd } from '../../../engine/ports/link.ts';
import { testSettings } from './sync-market.ts';
import type { DeskToVenue, Hello, HelloAnswer, VenueToDesk } from '../../../engine/wire/link/messages.ts';

const MAIN = join(import.meta.dirname, '../../../engine/venue/main.ts');
export const SECRET = 'secret-of-the-test-run-0123456789abcdef';

/** 2026-11-17 15:00 UTC, a Tuesday in session. */
export const START_MS = Date.UTC(2026, 10, 17, 15);

export function simSettings(dataDir: string, seed = 7): Settings {
  const settings = testSettings({ ids: [], dataDir, fromMs: START_MS });
  return { ...settings, feed: { kind: 'sim', seed, historyDays: 0, hours: 'always' } };
}

/** A desk's end of the link, and venues as real processes. */
export class VenueLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'pw-'));
  readonly children: ChildProcess[] = [];
  readonly hellos: Hello[] = [];
  log = '';
  client: VenueClient | undefined;
  epoch = 1;
  run = 'run-1';
  admit: ((hello: Hello) => HelloAnswer) | undefined;
  private server: LinkServer | undefined;
  private waiting: ((client: VenueClient) => void)[] = [];

  async listen(): Promise<void> {
    this.server = await listenLinks({
      path: socketPath(this.folder, 'desk'),
      secret: SECRET,
      admit: (hello) => {
        this.hellos.push(hello);
        return this.admit?.(hello) ?? this.welcome();
      },
      onLink: (_hello, end) => {
        const client = new VenueClient(end as unknown as LinkEnd<DeskToVenue, VenueToDesk>);
        this.client = client;
        for (const resolve of this.waiting.splice(0)) resolve(client);
      },
    });
  }

  /** The desk goes away. */
  async unlisten(): Promise<void> {
    await this.server?.close();
    this.server = undefined;
  }

  /** The next venue that connects. */
  next(): Promise<VenueClient> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  spawn(settings: Settings = simSettings(this.folder), env: NodeJS.ProcessEnv = {}): ChildProcess {
    const bootstrap: Bootstrap = {
      settings,
      secret: SECRET,
      deskSocket: socketPath(this.folder, 'desk'),
      version: '0.1.0',
      runtimeDir: this.folder,
      epoch: this.epoch,
      tokenFile: join(this.folder, 'token'),
      knownPorts: [],
    };
    const child = fork(MAIN, ['venue'], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
      execArgv: [],
      env: { ...process.env, ...env },
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    child.send({ t: 'bootstrap', bootstrap });
    this.children.push(child);
    return child;
  }

  /** Spawns a venue and waits for its link. */
  async start(settings?: Settings, env?: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; client: VenueClient }> {
    const next = this.next();
    const child = this.spawn(settings, env);
    return { child, client: await next };
  }

  async dispose(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = exited(child);
        child.kill('SIGKILL');
        await gone;
      }
    }
    await this.unlisten();
    rmSync(this.folder, { recursive: true, force: true });
  }

  welcome(): HelloAnswer {
    return {
      t: 'welcome',
      epoch: this.epoch,
      calendar: CME,
      identity: {
        account: 'SIM-1',
        run: this.run,
        runNumber: 1,
        mode: 'SIM',
        startBalanceCents: 5_000_000,
        configHash: 'c0ffee',
      },
    };
  }
}

export function exited(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}
