/** All architecture checks over the working tree; prints each breach as file:line and ends with 1 if there is one. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closedSetBreaches } from './check-closed-sets.ts';
import { cycleBreaches } from './check-cycles.ts';
import { commentBreaches, docsBreaches } from './check-docs.ts';
import { habitBreaches } from './check-habits.ts';
import { importBreaches, roomCycle, type Breach } from './check-imports.ts';
import { mirrorBreaches } from './check-mirror.ts';
import { sizeBreaches } from './check-sizes.ts';
import { docsCodeBreaches } from './docs-code.ts';
import { factBreaches } from './docs-facts.ts';
import { projectFiles } from './project-files.ts';
import { readFacts, type ImportFact } from './source-facts.ts';
import { staleFiles } from './sync-tsconfig.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = projectFiles(root);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts'));

const linesOf = (file: string): number => read(file).split('\n').length - 1;
const breaches: Breach[] = [...mirrorBreaches(files), ...sizeBreaches(files, linesOf)];
const imports = new Map<string, readonly ImportFact[]>();
for (const file of sources) {
  const facts = readFacts(file, read(file));
  imports.set(file, facts.imports);
  breaches.push(
    ...importBreaches(file, facts.imports),
    ...habitBreaches(file, facts.uses),
    ...commentBreaches(file, facts.comments, files),
  );
}
for (const file of staleFiles(root)) {
  breaches.push({ file, line: 1, message: 'does not match build/rooms.ts; run: npm run sync-tsconfig' });
}
const pages = files.filter((file) => file.endsWith('.md')).map((file) => ({ file, text: read(file) }));
breaches.push(...docsBreaches(files, pages, read), ...docsCodeBreaches(root, pages), ...factBreaches(read));
breaches.push(...cycleBreaches(imports), ...closedSetBreaches(root));
const cycle = roomCycle();
if (cycle.length > 0)
  breaches.push({ file: 'build/rooms.ts', line: 1, message: `rooms in a ring: ${cycle.join(' -> ')}` });

for (const { file, line, message } of breaches) console.error(`${file}:${line}: ${message}`);
console.error(`${sources.length} source files checked, ${breaches.length} breaches`);
if (breaches.length > 0) process.exitCode = 1;
