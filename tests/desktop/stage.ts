import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, freePort, hostFile, standardFlags } from './common.ts';
import { until, type Desktop, type Electronish, type Platform, type WindowFacts } from './desktop.ts';

/** Later starts need no more. */
export const FEW = ['--strategies', 'MNQ'];

/** One installation, and the program that runs on it now. */
export class Stage {
  readonly platform: Platform;
  readonly scratch = mkdtempSync(join(tmpdir(), 'pwd-'));
  readonly dataDir = join(this.scratch, 'data');
  private hubPort: number | undefined;
  private running: Desktop | undefined;
  private headless: ChildProcess | undefined;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  get isDouble(): boolean {
    return this.platform.name === 'double';
  }

  get desktop(): Desktop {
    if (this.running === undefined) throw new Error('expected a running program');
    return this.running;
  }

  async launch(options: { readonly displays?: string; readonly flags?: readonly string[] } = {}): Promise<Desktop> {
    const { dataDir, scratch } = this;
    this.hubPort ??= await freePort();
    this.running = await this.platform.launch({ dataDir, scratch, hubPort: this.hubPort, ...options });
    return this.running;
  }

  /** The engines alone, by plain Node, on the same data. */
  startHeadless(): ChildProcess {
    this.headless = spawn(process.execPath, [hostFile(), ...standardFlags(this.dataDir, FEW)], {
      cwd: this.scratch,
      env: cleanEnvironment(this.scratch),
      stdio: 'ignore',
    });
    return this.headless;
  }

  /** The cockpit's windows, once the first shows the cockpit. */
  async cockpit(): Promise<readonly WindowFacts[]> {
    return until(
      'a window with the cockpit',
      async () => {
        const windows = await this.desktop.windows();
        return windows.some(({ url }) => url.startsWith('http://127.0.0.1:')) && windows;
      },
      90_000,
    );
  }

  /** Text of the first window's page. */
  async text(): Promise<string> {
    return String(await this.desktop.inPage('document.body.innerText'));
  }

  /** Titles of the tabs in front, of the nth window. */
  async front(index = 0): Promise<readonly string[]> {
    const script = "[...document.querySelectorAll('.dv-active-tab')].map((tab) => tab.textContent)";
    return ((await this.desktop.inPage(script, index)) ?? []) as string[];
  }

  /** The places as they are kept on the disk. */
  places(): readonly { readonly key: string; bounds: object }[] {
    const file = join(this.dataDir, 'windows.json');
    if (!existsSync(file)) return [];
    return (JSON.parse(readFileSync(file, 'utf8')) as { places: { key: string; bounds: object }[] }).places;
  }

  /** A person's click in the application's menu. */
  async menu(id: string): Promise<void> {
    await this.desktop.run(({ Menu }, item: string) => {
      Menu.getApplicationMenu().getMenuItemById(item).click();
    }, id);
  }

  /** Answers the next questions by the text of a button, and notes the questions. */
  async answer(button: string): Promise<void> {
    await this.desktop.run(({ dialog }, wanted: string) => {
      const asked: Electronish[] = ((globalThis as Electronish).asked ??= []);
      dialog.showMessageBox = (...args: Electronish[]) => {
        const options = args.at(-1);
        asked.push({ message: options.message, buttons: options.buttons });
        const index = options.buttons.findIndex((text: string) => text.includes(wanted));
        return Promise.resolve({ response: index < 0 ? options.cancelId : index, checkboxChecked: false });
      };
    }, button);
  }

  asked(): Promise<{ message: string; buttons: string[] }[]> {
    return this.desktop.run(() => ((globalThis as Electronish).asked ?? []).splice(0));
  }

  /** The account as the hub tells it, asked with the owner's token. */
  async account(): Promise<{ positions: number; mode: string }> {
    const account = (await this.call('GET', '/api/account')) as { mode: string; books: { positions: unknown[] }[] };
    return { mode: account.mode, positions: account.books.flatMap(({ positions }) => positions).length };
  }

  async call(method: string, path: string, body?: object): Promise<unknown> {
    const { hub } = JSON.parse(readFileSync(join(this.dataDir, 'instance.json'), 'utf8')) as { hub: string };
    const token = readFileSync(join(this.dataDir, 'owner.token'), 'utf8').trim();
    const response = await fetch(new URL(path, hub), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`${method} ${path}: status ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Lets the simulated market run until a position is open, then holds it at its ordinary pace. */
  async openPosition(): Promise<void> {
    await this.call('POST', '/api/start', {});
    await until(
      'a position that stays',
      async () => {
        await this.call('POST', '/api/sim/speed', { speed: 'max' });
        await until('a position', async () => (await this.account()).positions > 0, 90_000);
        await this.call('POST', '/api/sim/speed', { speed: 0.01 });
        return (await this.account()).positions > 0; // else it was closed before the market slowed down
      },
      90_000,
    );
  }

  async notifications(): Promise<readonly string[]> {
    return this.desktop.run(({ records }) =>
      records.notifications.map(({ title, body }: Electronish) => `${title}: ${body}`),
    );
  }

  async clear(): Promise<void> {
    await this.running?.clear();
    if (this.headless?.exitCode === null && this.headless.signalCode === null) this.headless.kill('SIGKILL');
    rmSync(this.scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
