/**
 * `npm run acceptance [-- NAME ...]`: the proofs that take too long for `npm test`. Names: november, january, march,
 * january-2022, speed60, points, kills, flattens, words, soak (its own command, `npm run soak`). Without a name: all but the soak.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from './checks.ts';
import { killPoints, kills } from './kills.ts';
import { flattens, words } from './venue-faults.ts';
import { MONTHS, hourAtSpeed60, month } from './months.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pw-acceptance-'));
const checks = new Checks();
const parts: Readonly<Record<string, () => Promise<void>>> = {
  november: () => month(checks, MONTHS[0]!, scratch),
  january: () => month(checks, MONTHS[1]!, scratch),
  march: () => month(checks, MONTHS[2]!, scratch),
  'january-2022': () => month(checks, MONTHS[3]!, scratch),
  speed60: () => hourAtSpeed60(checks, scratch),
  points: () => killPoints(checks, scratch),
  flattens: () => flattens(checks),
  words: () => words(checks),
  kills: () => kills(checks, scratch, Number(process.env['PITWALL_KILLS'] ?? 200)),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`acceptance: expected names of ${Object.keys(parts).join(', ')}; found ${unknown.join(', ')}\n`);
  process.exit(2);
}
try {
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const begun = performance.now();
    try {
      await run();
    } catch (error) {
      // The next parts are proofs of their own.
      checks.is(false, `${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    checks.note(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`\n${checks.summary()}\n`);
process.exit(checks.failed === 0 ? 0 : 1);
