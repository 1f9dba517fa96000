// A host for the launcher's tests: announces itself and ends in order on SIGTERM.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const args = process.argv.slice(2);
const dataDir = args[args.indexOf('--data-dir') + 1] ?? '';
if (args.includes('--refuse')) {
  process.stderr.write('Port 3000 is taken.\n');
  process.exit(3);
}
if (args.includes('--leave-a-child')) {
  spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: ['ignore', 2, 2] });
}
mkdirSync(dataDir, { recursive: true });
const server = createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 401).end());
server.listen(0, '127.0.0.1', () => {
  const hub = `http://127.0.0.1:${server.address().port}`;
  writeFileSync(join(dataDir, 'instance.json'), JSON.stringify({ pid: process.pid, hub, version: '0' }));
  process.stderr.write('{"level":30,"msg":"quiet detail"}\n');
  process.stderr.write('{"level":40,"msg":"worth knowing"}\n');
  process.stdout.write(`${JSON.stringify({ event: 'ready', hub, dataDir, symbols: [], processes: [] })}\n`);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    rmSync(join(dataDir, 'instance.json'), { force: true });
    process.stderr.write(`ended by ${signal}\n`);
    process.exit(7);
  });
}
