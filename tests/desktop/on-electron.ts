/** The same program on Electron's own executable, driven by Playwright. */
import { _electron } from '@playwright/test';
import { spawn } from 'node:child_process';
import { electronExecutable } from '../../build/launch/electron-probe.mjs';
import { childPids, cleanEnvironment, endLeftovers, mainFile, ROOT, standardFlags } from './common.ts';
import type { Desktop, Electronish, Ended, LaunchOptions, Platform, WindowFacts } from './desktop.ts';

/** Electron does not run TypeScript in its main process: the bundle must be there, as `npm run test:desktop` sees to. */
function argsOf({ dataDir, flags = [], hubPort }: LaunchOptions): string[] {
  if (!mainFile().endsWith('.js')) throw new Error('expected a fresh bundle in dist/; run: npm run test:desktop');
  return [ROOT, ...standardFlags(dataDir, flags, hubPort)];
}

export async function launchElectron(options: LaunchOptions): Promise<Desktop> {
  const executablePath = electronExecutable();
  if (executablePath === undefined) throw new Error("Electron's executable is not there");
  const env = cleanEnvironment(options.scratch);
  const args = argsOf(options);
  // With its sandbox, as it is used: Playwright would turn it off.
  const app = await _electron.launch({ executablePath, args, env, cwd: options.scratch, chromiumSandbox: true });
  const child = app.process();
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const startWith = (given: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const second = spawn(executablePath, given, { env, cwd: options.scratch, stdio: 'ignore' });
      second.once('exit', (code, signal) => resolve({ code, signal }));
    });
  const run: Desktop['run'] = (work, argument) =>
    app.evaluate(work as (electron: Electronish, argument: unknown) => unknown, argument) as never;
  return {
    dataDir: options.dataDir,
    run,
    windows: () =>
      run(({ BrowserWindow }): WindowFacts[] =>
        BrowserWindow.getAllWindows().map((window: Electronish) => ({
          url: window.webContents.getURL(),
          isVisible: window.isVisible(),
          bounds: window.getNormalBounds(),
        })),
      ),
    inPage: (expression, index = 0) =>
      run(
        ({ BrowserWindow }, [text, n]: [string, number]) =>
          BrowserWindow.getAllWindows()[n]?.webContents.executeJavaScript(text, true),
        [expression, index],
      ),
    pids: () => childPids(options.scratch),
    stderr: () => errors,
    startSecond: () => startWith(args),
    startData: (...words) => startWith([ROOT, 'data', ...words, '--data-dir', options.dataDir]),
    signal: (name) => void child.kill(name),
    ended,
    clear: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const forced = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(forced);
      }
      endLeftovers(options.scratch);
    },
  };
}

export const onElectron: Platform = { name: 'electron', launch: launchElectron };
