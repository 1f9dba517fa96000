import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync, watch, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Event, LoginItemSettings } from 'electron';
import { records } from './records.ts';

type PathName = Parameters<App['getPath']>[0];

/** What Electron's `app` does for us, over files and this process. */
class AppDouble extends EventEmitter {
  readonly name = 'pitwall';
  readonly isPackaged = process.env['PITWALL_DOUBLE_PACKAGED'] !== undefined;
  private readonly paths = new Map<string, string>();
  private lockDir: string | undefined;
  private isSandboxed = false;
  private isQuitting = false;
  private readonly readiness = new Promise<void>((resolve) => setImmediate(resolve));

  readonly switches = new Map<string, string>();
  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => void this.switches.set(name, value),
    hasSwitch: (name: string): boolean => this.switches.has(name),
  };

  whenReady(): Promise<void> {
    return this.readiness.then(() => {
      this.emit('ready');
    });
  }

  getName(): string {
    return this.name;
  }

  setName(): void {}

  setAppUserModelId(): void {}

  getVersion(): string {
    const file = new URL('../../../package.json', import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }

  getAppPath(): string {
    return new URL('../../../', import.meta.url).pathname;
  }

  getPath(name: PathName): string {
    const path = this.paths.get(name) ?? join(tmpdir(), `pitwall-double-${process.pid}`, name);
    return path;
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  enableSandbox(): void {
    this.isSandboxed = true;
  }

  /** For the tests: Electron tells nobody. */
  get sandboxed(): boolean {
    return this.isSandboxed;
  }

  getLocale(): string {
    return 'en-US';
  }

  requestSingleInstanceLock(): boolean {
    const folder = join(this.getPath('userData'), 'single-instance');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'pid');
    if (!tryLock(file)) {
      writeFileSync(join(folder, `call-${process.pid}.json`), JSON.stringify(process.argv));
      return false;
    }
    this.lockDir = folder;
    const hear = (): void => {
      for (const name of readdirSync(folder).filter((one) => one.startsWith('call-'))) {
        const call = join(folder, name);
        let argv: string[];
        try {
          argv = JSON.parse(readFileSync(call, 'utf8')) as string[];
        } catch {
          continue; // still being written: the next event comes
        }
        rmSync(call, { force: true });
        this.emit('second-instance', {}, argv, process.cwd(), {});
      }
    };
    watch(folder, hear).unref();
    return true;
  }

  hasSingleInstanceLock(): boolean {
    return this.lockDir !== undefined;
  }

  quit(): void {
    if (this.isQuitting) return;
    const before = cancelable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.isQuitting = true;
    this.exit(0);
  }

  relaunch(): void {
    this.emit('relaunch-asked');
  }

  exit(code = 0): void {
    this.emit('double-exit', code);
  }

  focus(): void {}

  getLoginItemSettings(): LoginItemSettings {
    return { ...records.loginItem } as LoginItemSettings;
  }

  setLoginItemSettings(settings: Parameters<App['setLoginItemSettings']>[0]): void {
    records.loginItem = { openAtLogin: settings.openAtLogin === true };
  }

  /** Lets go of the lock; at the very end. */
  release(): void {
    if (this.lockDir !== undefined) rmSync(join(this.lockDir, 'pid'), { force: true });
  }
}

function tryLock(file: string): boolean {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (holderLives(file)) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}

function holderLives(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** An event with a default that a listener may prevent. */
export function cancelable(): Event & Record<string, unknown> {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}

type Surface = Pick<
  App,
  | 'name'
  | 'isPackaged'
  | 'whenReady'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'enableSandbox'
  | 'getLocale'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'setAppUserModelId'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
>;

export const app = new AppDouble() satisfies Surface & {
  commandLine: Pick<App['commandLine'], 'appendSwitch' | 'hasSwitch'>;
};
