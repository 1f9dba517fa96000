import { createServer, type RequestListener } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnWire, SECRET_FILE } from '../../engine/adapters/link/own-wire.ts';
import { openPrivateDoor, type PrivateDoor } from '../../engine/adapters/link/private-door.ts';
import { socketPath } from '../../engine/adapters/link/socket-path.ts';

const SECRET = 'the-secret-of-this-start-0123456789';

/** An installation of servers that answer at their private sockets alone; no port is open. */
export class PrivateServers {
  readonly runtimeDir = mkdtempSync(join(tmpdir(), 'pwp-'));
  readonly secret = SECRET;
  readonly token = 'the-token';
  readonly wire: OwnWire;
  private readonly doors = new Map<string, PrivateDoor>();

  constructor() {
    const tokenFile = join(this.runtimeDir, 'owner.token');
    writeFileSync(tokenFile, `${this.token}\n`);
    writeFileSync(join(this.runtimeDir, SECRET_FILE), `${SECRET}\n`);
    // No port has this number: whoever goes to it instead of the private socket fails.
    this.wire = new OwnWire({ hub: 'http://127.0.0.1:1', tokenFile, runtimeDir: this.runtimeDir });
  }

  async open(name: string, answer: RequestListener): Promise<void> {
    const server = createServer(answer);
    const door = await openPrivateDoor({
      path: socketPath(this.runtimeDir, name),
      secret: SECRET,
      onConnection: (socket) => server.emit('connection', socket),
    });
    this.doors.set(name, door);
  }

  async close(name: string): Promise<void> {
    await this.doors.get(name)?.close();
    this.doors.delete(name);
  }

  async clear(): Promise<void> {
    for (const name of this.doors.keys()) await this.close(name);
    rmSync(this.runtimeDir, { recursive: true, force: true });
  }
}
