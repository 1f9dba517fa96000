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

/** Hands a checked file to the desk that runs on the folder; it alone writes there. */
export async function importThroughDesk(dataDir: string, file: ImportedFile): Promise<Through> {
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
  const ask = (message: ClientToDesk): Promise<DeskToClient> => {
    waiting = Promise.withResolvers<DeskToClient>();
    end.send(message);
    return waiting.promise;
  };
  try {
    const { bars } = file;
    const { head, pieces } = packImport(file);
    let answer = await ask({ t: 'importBegin', head });
    for (let at = 0; at < bars.length && goesOn(answer); at += BARS) {
      answer = await ask({ t: 'importBars', bars: bars.slice(at, at + BARS) });
    }
    for (const prints of pieces) if (goesOn(answer)) answer = await ask({ t: 'importPrints', prints });
    if (goesOn(answer)) answer = await ask({ t: 'importEnd' });
    if (answer.t === 'imported' && answer.stored !== undefined) return { ok: true, stored: answer.stored };
    return { ok: false, reason: answer.t === 'importFailed' ? answer.message : `it answered ${answer.t}` };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    end.close();
  }
}

function goesOn(answer: DeskToClient): boolean {
  return answer.t === 'imported' && answer.stored === undefined;
}
