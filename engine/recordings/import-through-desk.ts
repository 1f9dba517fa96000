import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectLink } from '../adapters/link/client.ts';
import { socketPath } from '../adapters/link/socket-path.ts';
import { packImport, type ImportedFile } from '../store/journal/store-import.ts';
import type { StoredImport } from '../domain/imported.ts';
import { readInstance } from '../store/schema/instance.ts';
import { LINK_VERSION, type ClientToDesk, type DeskToClient } from '../wire/link/messages.ts';

/** Bars a message: about a millisecond of the desk's time. */
const BARS = 500;

export type Through =
  | { readonly ok: true; readonly stored: StoredImport }
  /** Why not, for a person. */
  | { readonly ok: false; readonly reason: string };

type Ask = (message: ClientToDesk) => Promise<DeskToClient>;

/** Hands a checked file to the desk that runs on the folder; it alone writes there. `handed`: bars that it has taken. */
export async function importThroughDesk(
  dataDir: string,
  file: ImportedFile,
  handed: (bars: number) => void = () => undefined,
): Promise<Through> {
  return withDesk(dataDir, async (ask) => {
    const { bars } = file;
    const { head, pieces } = packImport(file);
    let answer = await ask({ t: 'importBegin', head });
    for (let at = 0; at < bars.length && goesOn(answer); at += BARS) {
      answer = await ask({ t: 'importBars', bars: bars.slice(at, at + BARS) });
      handed(Math.min(at + BARS, bars.length));
    }
    for (const prints of pieces) if (goesOn(answer)) answer = await ask({ t: 'importPrints', prints });
    if (goesOn(answer)) answer = await ask({ t: 'importEnd' });
    if (answer.t === 'imported' && answer.stored !== undefined) return { ok: true, stored: answer.stored };
    return notDone(answer);
  });
}

export type Removed = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Has the desk remove an import; its bars go piece by piece. */
export async function removeThroughDesk(dataDir: string, number: number): Promise<Removed> {
  return withDesk(dataDir, async (ask) => {
    for (;;) {
      const answer = await ask({ t: 'importRemove', number });
      if (answer.t !== 'importRemoved') return notDone(answer);
      if (!answer.isMore) return { ok: true };
    }
  });
}

function notDone(answer: DeskToClient): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: answer.t === 'importFailed' ? answer.message : `it answered ${answer.t}` };
}

async function withDesk<T>(
  dataDir: string,
  work: (ask: Ask) => Promise<T>,
): Promise<T | { readonly ok: false; readonly reason: string }> {
  const runtimeDir = readInstance(dataDir)?.runtimeDir;
  if (runtimeDir === undefined) return { ok: false, reason: 'it has no desk of its own to hand the bars to' };
  const connected = await connectLink<ClientToDesk, DeskToClient>(socketPath(runtimeDir, 'desk'), {
    t: 'hello',
    version: LINK_VERSION,
    role: 'client',
    name: 'import',
    secret: readFileSync(join(runtimeDir, 'secret'), 'utf8').trim(),
    pid: process.pid,
  });
  if (!connected.ok) return { ok: false, reason: connected.reason };
  const { end } = connected;
  let waiting: PromiseWithResolvers<DeskToClient> | undefined;
  end.onMessage((message) => waiting?.resolve(message));
  end.onClose((reason) => waiting?.reject(new Error(`lost the desk: ${reason}`)));
  try {
    return await work((message) => {
      waiting = Promise.withResolvers<DeskToClient>();
      end.send(message);
      return waiting.promise;
    });
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    end.close();
  }
}

function goesOn(answer: DeskToClient): boolean {
  return answer.t === 'imported' && answer.stored === undefined;
}
