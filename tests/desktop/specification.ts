/**
 * What the desktop program must do, as a person meets it. The tasks run in their order on one installation: on the
 * double in `npm test`, on Electron's own executable with `npm run test:desktop`.
 */
import { ok, deepEqual, equal, match } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isAlive } from './common.ts';
import { until, type Electronish } from './desktop.ts';
import { FEW, type Stage } from './stage.ts';

export interface Task {
  readonly name: string;
  /** It does what only a person or a system can do: no program can on the executable. */
  readonly onDoubleOnly?: true;
  readonly run: (stage: Stage) => Promise<void>;
}

async function ended(stage: Stage, pids: readonly number[]): Promise<void> {
  const { code } = await stage.desktop.ended;
  equal(code, 0, stage.desktop.stderr().slice(-2_000));
  await until('every child to be gone', () => pids.every((pid) => !isAlive(pid)), 3_000);
  ok(!existsSync(join(stage.dataDir, 'instance.json')), 'the installation no longer says that it runs');
}

/** What a person does to find an action: Ctrl+K, its name, and a click on it. */
function chosenInPalette(action: string): string {
  return `(async () => {
    const keys = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent('keydown', keys));
    for (let tries = 0; tries < 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const input = document.querySelector('[role=combobox]');
      if (input === null) continue;
      if (input.value === '') {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '${action}');
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
      const found = [...document.querySelectorAll('[role=option]')].find((one) => one.textContent.includes('${action}'));
      if (found === undefined) continue;
      found.click();
      return true;
    }
    throw new Error('no action ${action}');
  })()`;
}

const TORN_PLACE = { x: 60, y: 70, width: 520, height: 380 };

const PROCESSES = ['venue', 'desk', 'hub', 'MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3'];

export const TASKS: readonly Task[] = [
  {
    name: 'starts: a window at once, every process of its own, then the cockpit with its tabs',
    run: async (stage) => {
      const desktop = await stage.launch();
      await until('a window', async () => (await desktop.windows()).length > 0, 15_000);
      await stage.cockpit();
      const pids = desktop.pids();
      deepEqual(new Set(Object.keys(pids)), new Set(PROCESSES));
      equal(new Set(Object.values(pids)).size, PROCESSES.length);
      await until('the five tabs', async () => {
        const text = await stage.text();
        return ['MNQ', 'MES', 'MGC', 'M6E', 'PO3'].every((name) => text.includes(name));
      });
      await until('a visible window', async () => (await desktop.windows()).some(({ isVisible }) => isVisible));
    },
  },
  {
    name: 'the page knows its shell by declared calls alone; undeclared content and Node are out of its reach',
    run: async ({ desktop }) => {
      const info = (await desktop.inPage('window.pitwallShell.info()')) as Record<string, unknown>;
      match(String(info['version']), /^\d+\.\d+\.\d+/);
      deepEqual(info['shortcut'], { accelerator: 'Ctrl+Shift+F8', isRegistered: true });
      const refused = await desktop.inPage(
        "window.pitwallShell.setFlattenShortcut('A').then(() => 'taken', () => 'refused')",
      );
      equal(refused, 'refused');
      equal(await desktop.inPage('typeof require + typeof process + typeof module'), 'undefinedundefinedundefined');
      await until('the refusal in the log', () => desktop.stderr().includes('refused shell:set-shortcut'));
    },
  },
  {
    name: 'a second start brings the first to the front and ends',
    run: async ({ desktop }) => {
      await desktop.run(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide());
      equal((await desktop.startSecond()).code, 0);
      await until('the first window to show', async () => (await desktop.windows())[0]?.isVisible);
      equal((await desktop.windows()).length, 1);
    },
  },
  {
    name: 'no page leaves the installation, and only the cockpit tears off windows of its own',
    run: async (stage) => {
      const { desktop } = stage;
      const before = (await stage.cockpit())[0]?.url;
      await desktop.inPage("void (location.href = 'http://127.0.0.1:9/elsewhere')");
      await desktop.inPage("void window.open('http://127.0.0.1:9/', '_blank')");
      await desktop.inPage("void window.open('/api/status', '_blank')");
      await new Promise((resolve) => setTimeout(resolve, 700));
      const windows = await desktop.windows();
      deepEqual(
        windows.map(({ url }) => url),
        [before],
      );
    },
  },
  {
    name: 'a chart tears off into a window of its own, without a preload',
    run: async (stage) => {
      const { desktop } = stage;
      await desktop.inPage("void window.open('./popout.html', 'chart', 'width=500,height=400')");
      await until('the torn-off window', async () => (await desktop.windows()).length === 2);
      equal(await desktop.inPage('typeof window.pitwallShell', 1), 'undefined');
      await desktop.run(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[1].setBounds({ x: 60, y: 70, width: 520, height: 380 }),
      );
      await until('its place to be noted', () => {
        const file = join(stage.dataDir, 'windows.json');
        return existsSync(file) && /torn-[^]*"x":60,"y":70,"width":520/.test(readFileSync(file, 'utf8'));
      });
      await desktop.run(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1].close());
      await until('one window', async () => (await desktop.windows()).length === 1);
    },
  },
  {
    name: "a notification leads to a strategy's chart",
    run: async (stage) => {
      const { desktop } = stage;
      const goTo = (strategy: string): Promise<void> =>
        desktop.run(({ BrowserWindow }, id: string) => {
          BrowserWindow.getAllWindows()[0].webContents.send('shell:go-to', { strategy: id, panel: null });
        }, strategy);
      for (const strategy of ['MES', 'MNQ']) {
        await goTo(strategy);
        await until('its tab in front', async () => (await stage.front()).some((title) => title.includes(strategy)));
      }
    },
  },
  {
    name: 'dark and light follow the system',
    onDoubleOnly: true,
    run: async ({ desktop }) => {
      for (const look of ['dark', 'light', 'dark']) {
        await desktop.run(async ({ BrowserWindow, parts }, scheme: string) => {
          parts.nativeTheme.turn(scheme === 'dark');
          await BrowserWindow.getAllWindows()[0].webContents.page.emulateMedia({ colorScheme: scheme });
        }, look);
        await until(
          `a ${look} page`,
          async () => (await desktop.inPage('document.documentElement.dataset.theme')) === look,
        );
        const ground = await desktop.run(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].ground);
        equal(ground, look === 'dark' ? '#0e1116' : '#f6f7f9');
      }
    },
  },
  {
    name: 'all data go out by the command while the program runs',
    run: async (stage) => {
      const copy = join(stage.scratch, 'copy');
      equal((await stage.desktop.startData('export', copy)).code, 0);
      ok(existsSync(join(copy, 'pitwall-export.json')) && existsSync(join(copy, 'pitwall.db')));
    },
  },
  {
    name: 'with a position open the machine is kept awake and the tray says so',
    onDoubleOnly: true,
    run: async (stage) => {
      await stage.openPosition();
      const { desktop } = stage;
      await until('the blocker', () => desktop.run(({ records }) => records.awake.size === 1));
      const labels = await desktop.run(({ parts }) => parts.tray.menu.items.map(({ label }: Electronish) => label));
      ok(
        labels.some((label: string) => /^Open: \d+ position/.test(label)),
        labels.join('\n'),
      );
    },
  },
  {
    name: 'sleep: a warning before, and what happened after',
    onDoubleOnly: true,
    run: async (stage) => {
      const { desktop } = stage;
      await desktop.run(({ parts }) => parts.powerMonitor.emit('suspend'));
      await desktop.run(({ parts }) => parts.powerMonitor.emit('resume'));
      await stage.call('POST', '/api/sim/speed', { speed: 1 });
      await until('both notifications', async () => {
        const told = (await stage.notifications()).join('\n');
        return told.includes('Going to sleep with positions open') && /Asleep from .*Open before: \d/.test(told);
      });
      await stage.call('POST', '/api/sim/speed', { speed: 0.01 });
    },
  },
  {
    name: 'the global key flattens everything with the window hidden, and the click on its answer leads back',
    onDoubleOnly: true,
    run: async (stage) => {
      const { desktop } = stage;
      if ((await stage.account()).positions === 0) await stage.openPosition();
      await desktop.run(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide());
      ok(await desktop.run(({ parts }) => parts.pressGlobal('Ctrl+Shift+F8')));
      await until('the account to be flat', async () => (await stage.account()).positions === 0);
      await until('the answer', async () => (await stage.notifications()).some((text) => text.startsWith('Flat: ')));
      equal((await desktop.windows())[0]?.isVisible, false);
      await until('sleep to be allowed again', () => desktop.run(({ records }) => records.awake.size === 0));
      await desktop.run(({ records }) => records.notifications.at(-1).click());
      await until('the window', async () => (await desktop.windows())[0]?.isVisible);
      await until('the receipts in front', async () => (await stage.front()).includes('Receipts'));
    },
  },
  {
    name: 'another global key can be chosen; a taken one is told',
    onDoubleOnly: true,
    run: async (stage) => {
      const { desktop } = stage;
      await desktop.run(({ records }) => void records.takenShortcuts.add('Ctrl+Alt+F8'));
      await stage.menu('shortcut-Ctrl+Alt+F8');
      ok((await stage.notifications()).some((text) => text.includes('Ctrl+Alt+F8 is taken by another program')));
      const label = await desktop.run(({ Menu }) => Menu.getApplicationMenu().getMenuItemById('shortcut-state').label);
      match(String(label), /does NOT work/);
      deepEqual(await desktop.inPage("window.pitwallShell.setFlattenShortcut('Ctrl+Shift+F12')"), {
        accelerator: 'Ctrl+Shift+F12',
        isRegistered: true,
      });
      match(readFileSync(join(stage.dataDir, 'shell.json'), 'utf8'), /"flattenShortcut": "Ctrl\+Shift\+F12"/);
      equal(await desktop.run(({ parts }) => parts.pressGlobal('Ctrl+Shift+F8')), false);
    },
  },
  {
    name: 'a crashed page comes back, with a report on this machine',
    run: async (stage) => {
      const { desktop } = stage;
      await desktop.run(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer());
      const folder = join(stage.dataDir, 'crash-reports');
      await until('the report', () => existsSync(folder) && readdirSync(folder).some((name) => name.includes('page')));
      await until('the cockpit again', async () => {
        const text = await stage.text().catch(() => '');
        return (text.includes('MNQ') && text.includes('RUN')) || text.includes('EXITS');
      });
    },
  },
  {
    name: 'a crashed hub and a crashed engine come back, each with a report',
    run: async (stage) => {
      const { desktop } = stage;
      const { hub, MES } = desktop.pids();
      ok(hub !== undefined && MES !== undefined);
      process.kill(hub, 'SIGKILL');
      process.kill(MES, 'SIGKILL');
      await until('new processes', () => {
        const now = desktop.pids();
        return now['hub'] !== undefined && now['hub'] !== hub && now['MES'] !== undefined && now['MES'] !== MES;
      });
      await until('the hub to answer', () => stage.account().catch(() => undefined), 20_000);
      const reports = readdirSync(join(stage.dataDir, 'crash-reports')).join('\n');
      match(reports, /hub/);
      match(reports, /MES/);
      if (!stage.isDouble) return;
      await until('the tray to follow again', async () => {
        const tip = await desktop.run(({ parts }) => parts.tray.tip);
        return String(tip).startsWith('Pitwall: SIM');
      });
    },
  },
  {
    name: 'a person tears a chart off; its place is noted',
    run: async (stage) => {
      const { desktop } = stage;
      await desktop.inPage(chosenInPalette('Tear this tab off'));
      await until('the torn-off window', async () => (await desktop.windows()).length === 2);
      await until(
        'the chart in it',
        async () => (await desktop.inPage("document.querySelector('canvas') !== null", 1)) === true,
      );
      await desktop.run(
        ({ BrowserWindow }, bounds: object) => BrowserWindow.getAllWindows()[1].setBounds(bounds),
        TORN_PLACE,
      );
      await until('its place to be noted', () =>
        stage.places().some(({ bounds }) => isDeepStrictEqual(bounds, TORN_PLACE)),
      );
    },
  },
  {
    name: 'quit with a position open asks: cancel stays, the tray hides, flatten and quit ends in order',
    run: async (stage) => {
      const { desktop } = stage;
      await stage.openPosition();
      await until('the shell to know', async () => {
        await stage.answer('Cancel');
        await stage.menu('quit');
        return (await stage.asked()).some(({ message }) => /^Quit with .*position/.test(message));
      });
      equal((await desktop.windows())[0]?.isVisible, true);
      await stage.answer('tray');
      await stage.menu('quit');
      await until('the window to hide', async () => (await desktop.windows())[0]?.isVisible === false);
      const [question] = await stage.asked();
      deepEqual(question?.buttons, [
        'Keep running in the tray',
        'Flatten everything and quit',
        'Quit as it is',
        'Cancel',
      ]);
      await desktop.run(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0].setBounds({ x: 130, y: 90, width: 1100, height: 700 }),
      );
      const pids = Object.values(desktop.pids());
      await stage.answer('Flatten');
      await stage.menu('quit').catch(() => undefined);
      await ended(stage, pids);
    },
  },
  {
    name: 'the next start opens where the window was, and a screen that has gone is no loss',
    run: async (stage) => {
      if (stage.isDouble) {
        const places = stage.places();
        const cockpit = places.find(({ key }) => key === 'cockpit');
        deepEqual(cockpit?.bounds, { x: 130, y: 90, width: 1100, height: 700 });
        if (cockpit !== undefined) cockpit.bounds = { x: 2_000, y: 90, width: 1100, height: 700 };
        writeFileSync(join(stage.dataDir, 'windows.json'), JSON.stringify({ version: 1, places }));
      }
      const desktop = await stage.launch({ flags: FEW });
      const [window] = await stage.cockpit();
      ok(window !== undefined);
      await until('the torn-off chart, where it was', async () =>
        (await desktop.windows()).some(({ bounds }) => isDeepStrictEqual(bounds, TORN_PLACE)),
      );
      if (!stage.isDouble) {
        deepEqual(window.bounds, { x: 130, y: 90, width: 1100, height: 700 });
        return;
      }
      deepEqual(window.bounds, { x: 500, y: 90, width: 1100, height: 700 });
      await desktop.run(({ parts }) =>
        parts.screen.change([
          { x: 0, y: 0, width: 1600, height: 1000 },
          { x: 1600, y: 0, width: 1600, height: 1000 },
        ]),
      );
      await until('the window on its own screen again', async () => (await desktop.windows())[0]?.bounds.x === 2_000);
    },
  },
  {
    name: 'a signal ends it in order and asks nobody',
    run: async (stage) => {
      const pids = Object.values(stage.desktop.pids());
      stage.desktop.signal('SIGTERM');
      await ended(stage, pids);
    },
  },
  {
    name: 'engines that run headless are opened, not doubled, and go on when the window closes',
    run: async (stage) => {
      const host = stage.startHeadless();
      const record = join(stage.dataDir, 'instance.json');
      await until('the headless engines', () => existsSync(record), 90_000);
      const before = readFileSync(record, 'utf8');
      const desktop = await stage.launch({ flags: FEW });
      await stage.cockpit();
      equal(readFileSync(record, 'utf8'), before);
      await stage.menu('quit').catch(() => undefined);
      equal((await desktop.ended).code, 0);
      ok((await stage.account()).mode === 'SIM', 'the hub answers still');
      const over = new Promise((resolve) => {
        host.once('exit', resolve);
      });
      host.kill('SIGTERM');
      equal(await over, 0);
    },
  },
];
