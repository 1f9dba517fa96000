import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = ['TMPDIR', 'TEMP', 'TMP'] as const;

/**
 * Global set-up of a test run: every temporary folder that its tests and the programs they start make lies in one folder
 * that goes with the run, so that nothing is left behind whatever died. The name is short: sockets lie in it.
 */
export default function setUp(): () => void {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const root = mkdtempSync(join(tmpdir(), 'pw-'));
  for (const name of NAMES) process.env[name] = root;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}
