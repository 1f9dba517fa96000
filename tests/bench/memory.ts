import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { openCockpit } from '../support/cockpit-load.ts';
import { processFigures, type ProcessFigures } from '../support/process-figures.ts';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import type { BenchTable } from './table.ts';

const AFTER_MS = 60_000;

export async function run(): Promise<BenchTable> {
  const bare = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  const pitwall = await startPitwall({ env: MEASURED });
  const cockpit = openCockpit(pitwall);
  try {
    await delay(AFTER_MS);
    const base = bare.pid === undefined ? undefined : processFigures(bare.pid);
    const found = Object.entries(pitwall.pids()).map(([name, pid]) => ({ name, figures: processFigures(pid) }));
    if (base === undefined) throw new Error('this system does not tell the memory of a process (no /proc)');
    const mega = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
    const row = (name: string, figures: ProcessFigures | undefined): string[] =>
      figures === undefined
        ? [name, 'gone']
        : [
            name,
            mega(figures.rss),
            mega(figures.pss),
            mega(figures.anonymous),
            `${(figures.anonymous / base.anonymous).toFixed(1)} x`,
            `${figures.handles}`,
          ];
    const all = found.flatMap(({ figures }) => figures ?? []);
    const sum = (pick: (figures: ProcessFigures) => number): number =>
      all.reduce((total, each) => total + pick(each), 0);
    const total = {
      rss: sum((f) => f.rss),
      pss: sum((f) => f.pss),
      anonymous: sum((f) => f.anonymous),
      handles: sum((f) => f.handles),
    };
    return {
      title: 'Memory per process after a minute, MB',
      columns: ['process', 'RSS', 'PSS', 'private', 'bare = 1', 'handles'],
      rows: [
        ...found.map(({ name, figures }) => row(name, figures)),
        row('all', total),
        row('bare Node process', base),
      ],
      notes: [
        'simulation at speed 1, five strategies, a cockpit connected to every server; private: of no file (heap, stacks)',
      ],
    };
  } finally {
    cockpit.close();
    bare.kill();
    await pitwall.stop();
  }
}
