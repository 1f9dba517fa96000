// In the place of the engines' program that asks a running hub for a link: counts the links, and writes their pages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const args = process.argv.slice(2);
const dataDir = args[args.indexOf('--data-dir') + 1] ?? '';
const { hub } = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
const count = join(dataDir, 'links');
const links = existsSync(count) ? Number(readFileSync(count, 'utf8')) + 1 : 1;
writeFileSync(count, String(links));
const url = `${hub}/#open=once-${links}`;
const page = join(dataDir, `page-${links}.html`);
writeFileSync(page, url);
process.stdout.write(`${JSON.stringify({ url, page })}\n`);
