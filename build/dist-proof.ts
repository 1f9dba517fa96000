/** Proofs on a finished package: the engines start under plain Node, the .deb installs and goes without a trace. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const READY_MS = 60_000;
const STRATEGIES = ['MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3'];

/** Starts the packed engines with plain Node from beside the archive; gives the names of the processes. */
export async function provePackedEngines(node: string, unpacked: string): Promise<readonly string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'pwx-'));
  // Away from the project: nothing of its node_modules shall be found.
  const program = join(scratch, 'program');
  cpSync(unpacked, program, { recursive: true });
  const flags = ['--data-dir', join(scratch, 'data'), '--hub-port', '0', '--history-days', '1'];
  const ports = STRATEGIES.flatMap((id) => ['--port', `${id}=0`]);
  const child = spawn(node, [join(program, 'dist/engine/host/main.js'), ...flags, ...ports], {
    cwd: scratch,
    env: { ...process.env, XDG_RUNTIME_DIR: scratch, NODE_PATH: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), READY_MS);
  try {
    const line = await new Promise<string | undefined>((resolve) => {
      createInterface({ input: child.stdout })
        .once('line', resolve)
        .once('close', () => resolve(undefined));
    });
    if (line === undefined) throw new Error(`the packed engines did not start:\n${errors.slice(-3_000)}`);
    const { hub, processes } = JSON.parse(line) as { hub: string; processes: { name: string }[] };
    const page = await fetch(hub, { signal: AbortSignal.timeout(5_000) });
    const text = await page.text();
    if (!page.ok || !text.includes('id="app"'))
      throw new Error(`the packed hub gave no cockpit: status ${page.status}`);
    child.kill('SIGTERM');
    const code = await ended;
    // Windows knows no signal that asks: there it was ended by force.
    if (code !== 0 && process.platform !== 'win32')
      throw new Error(`the packed engines ended with status ${code}:\n${errors.slice(-3_000)}`);
    return processes.map(({ name }) => name);
  } finally {
    clearTimeout(limit);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !join(entry.parentPath, entry.name).includes('/var/lib/dpkg/'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}

/** Installs the .deb below a folder of its own with dpkg, looks at what came, purges it, and looks at what stayed. */
export function proveDeb(deb: string): { readonly installed: number } {
  const root = mkdtempSync(join(tmpdir(), 'pwdeb-'));
  const admin = join(root, 'var/lib/dpkg');
  for (const folder of ['info', 'updates', 'triggers']) mkdirSync(join(admin, folder), { recursive: true });
  for (const file of ['status', 'available']) writeFileSync(join(admin, file), '');
  // Its libraries are not in this empty root: whether they exist under these names is not what is proved here.
  const dpkg = (...args: string[]): void => {
    const force = ['--force-script-chrootless', '--force-depends', '--force-not-root', '--log=/dev/null'];
    execFileSync('dpkg', [`--instdir=${root}`, `--admindir=${admin}`, ...force, ...args], { stdio: 'pipe' });
  };
  try {
    dpkg('--install', deb);
    const files = filesOf(root);
    const entry = readFileSync(join(root, 'usr/share/applications/pitwall.desktop'), 'utf8');
    const exec = /^Exec=(\S+)/m.exec(entry)?.[1] ?? '';
    if (!existsSync(join(root, exec))) throw new Error(`the desktop entry starts ${exec}, which is not installed`);
    const icon = /^Icon=(\S+)/m.exec(entry)?.[1] ?? '';
    if (!files.some((file) => file.endsWith(`/apps/${icon}.png`))) throw new Error(`no icon ${icon} is installed`);
    if (!files.includes('/usr/bin/pitwall')) throw new Error('there is no /usr/bin/pitwall');
    dpkg('--purge', 'pitwall');
    const left = filesOf(root);
    if (left.length > 0) throw new Error(`after the removal there are still: ${left.slice(0, 5).join(', ')}`);
    return { installed: files.length };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
