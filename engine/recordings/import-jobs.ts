import { NotATable, openRecordedFile } from '../adapters/feed/recorded-file.ts';
import { defined } from '../config/special-kinds.ts';
import type { ColumnMapping } from '../config/settings.ts';
import { findSpec } from '../domain/catalog.ts';
import { toPrice } from '../domain/contract.ts';
import type { StoredImport } from '../domain/imported.ts';
import type { ImportedFile } from '../store/journal/store-import.ts';
import { importRecording, type ReadRecording } from '../venue/core/prints/import-recording.ts';
import type { CheckedRecording, RecordingAnswers } from '../wire/index.ts';
import { toIso } from '../wire/encode/index.ts';
import { encodeVerdict, unreadable } from './encode-verdict.ts';
import type { Removed, Through } from './import-through-desk.ts';
import { previewOf } from './preview.ts';

/** A file that lies at `path`, what it is called, and what a person said of it. */
export interface RecordingAsk {
  readonly path: string;
  readonly name: string;
  readonly answers: RecordingAnswers;
}

export interface ImportAsk extends RecordingAsk {
  /** Under which it is to be found again. */
  readonly as: string;
}

export type Imported =
  | { readonly ok: true; readonly stored: StoredImport; readonly bars: number }
  | { readonly ok: false; readonly code: 'refused' | 'desk'; readonly reason: string };

/** The desk that takes bars, and who is told how many of how many it has. */
export interface ImportDesk {
  readonly store: (file: ImportedFile, handed: (bars: number) => void) => Promise<Through>;
  readonly remove: (number: number) => Promise<Removed>;
  readonly progress: (stored: number, bars: number) => void;
}

/** Work with recordings that takes long: for a thread beside a server's loop. */
export function importJobs({ store, remove, progress }: ImportDesk) {
  return {
    check: ({ path, name, answers }: RecordingAsk): CheckedRecording => {
      const { spec, read } = readRecording(path, name, answers);
      if (typeof read === 'string') return { verdict: unreadable(name, spec.root, read), preview: [], barsEach: 1 };
      const { bars, barsEach } = previewOf(read.bars);
      return {
        verdict: encodeVerdict(read.verdict),
        preview: bars.map(({ timeMs, open, high, low, close }) => ({
          time: toIso(timeMs),
          open: toPrice(spec, open),
          high: toPrice(spec, high),
          low: toPrice(spec, low),
          close: toPrice(spec, close),
        })),
        barsEach,
      };
    },
    store: async ({ path, name, answers, as }: ImportAsk): Promise<Imported> => {
      const { spec, read } = readRecording(path, name, answers);
      if (typeof read === 'string') return { ok: false, code: 'refused', reason: read };
      const { bars, prints, intervalMs, verdict } = read;
      if (verdict.problem !== undefined)
        return { ok: false, code: 'refused', reason: encodeVerdict(verdict).problem?.text ?? '' };
      progress(0, bars.length);
      const head = { root: spec.root, name: as, intervalMs, verdictJson: JSON.stringify(verdict) };
      const file = { ...head, bars, ...defined({ prints }) };
      const through = await store(file, (handed) => progress(handed, bars.length));
      return through.ok
        ? { ok: true, stored: through.stored, bars: bars.length }
        : { ok: false, code: 'desk', reason: through.reason };
    },
    remove: ({ number }: { readonly number: number }): Promise<Removed> => remove(number),
  };
}

export type ImportJobs = ReturnType<typeof importJobs>;

/** What was read, or why it is no recording. */
function readRecording(path: string, name: string, answers: RecordingAnswers) {
  const { root, zone, stamp, dateOrder, decimal, instrument, priceScale, round, allowRefused } = answers;
  const spec = findSpec(root);
  if (spec === undefined) throw new Error(`expected a contract root, found "${root}"`);
  const mapping: ColumnMapping = defined({ stamp, dateOrder, decimal, instrument, priceScale });
  let read: ReadRecording | string;
  try {
    read = importRecording(openRecordedFile(path, { mostUnpackedBytes: MOST_UNPACKED_BYTES }), {
      spec,
      name,
      mapping,
      ...defined({ zone, round, allowRefused }),
    });
  } catch (error) {
    if (!(error instanceof NotATable)) throw error;
    read = error.message;
  }
  return { spec, read };
}

/** Beside a running account memory is not to be had without end. */
const MOST_UNPACKED_BYTES = 512_000_000;
