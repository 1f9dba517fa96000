import { describe, expect, test } from 'vitest';
import type { JournalEvent, JournalRow } from '../../../../engine/domain/events.ts';
import type { Commit } from '../../../../engine/ports/journal.ts';
import { MemoryJournal } from '../../../../engine/ports/memory-journal.ts';
import { exportLines } from '../../../../engine/store/export.ts';
import { allBars } from '../../../../engine/store/queries/bars.ts';
import { allJournalRows } from '../../../../engine/store/queries/journal-rows.ts';
import { StoreReader } from '../../../../engine/store/queries/store-reader.ts';
import { CONTRACT_IDENTITY } from '../../../support/store/journal-contract.ts';
import { journalScript } from '../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../support/store/store-folder.ts';

const commits = journalScript({ seed: 21, steps: 900, eagerness: 3 });
const rows = commits.flatMap((commit) => commit.rows);

function memoryExport(given: readonly Commit[]): string[] {
  const journal = new MemoryJournal(CONTRACT_IDENTITY);
  for (const commit of given) journal.commit(commit);
  return [...exportLines(journal.rows(), journal.bars())];
}

function fileExport(given: readonly Commit[], open: Parameters<StoreFolder['open']>[0] = {}): string[] {
  const folder = new StoreFolder();
  const { journal } = folder.open(open);
  for (const commit of given) journal.commit(commit);
  const reader = new StoreReader(folder.path);
  const lines = [...exportLines(allJournalRows(reader, 1), allBars(reader, 1))];
  reader.close();
  folder.dispose();
  return lines;
}

function withEvents(change: (event: JournalEvent, row: JournalRow) => JournalEvent): Commit[] {
  return commits.map((commit) => ({
    ...commit,
    rows: commit.rows.map((row) => ({ ...row, event: change(row.event, row) })),
  }));
}

const expected = memoryExport(commits);

describe('exportLines', () => {
  test('holds orders, fills, trades, states and bars, each with its market time', () => {
    const kinds = new Set(expected.map((line) => (JSON.parse(line) as { k: string }).k));
    for (const kind of ['run', 'day', 'order', 'accepted', 'fill', 'trade', 'state', 'flatten', 'denied', 'bar']) {
      expect(kinds).toContain(kind);
    }
    expect(expected.every((line) => line.includes('"t":'))).toBe(true);
  });

  test('the file and the memory give the same bytes', () => {
    expect(fileExport(commits)).toEqual(expected);
  });

  test('how rows were grouped into commits, and bars within them, leaves no trace', () => {
    const grouped: Commit[] = [];
    for (let at = 0; at < commits.length; at += 7) {
      const group = commits.slice(at, at + 7);
      grouped.push({
        ...group.at(-1)!,
        rows: group.flatMap((commit) => commit.rows),
        bars: group.flatMap((commit) => commit.bars).reverse(),
      });
    }
    expect(fileExport(grouped)).toEqual(expected);
  });

  test('neither epoch, names, ids, devices nor wall time leave a trace', () => {
    const other = withEvents((event) => {
      if (event.type === 'RunStarted') return { ...event, account: 'REPLAY-9', run: 'run-77', configHash: 'other' };
      if (event.type === 'OrderSubmitted') return { ...event, epoch: 1_234, commandId: `x${event.commandId}` };
      if (event.type === 'CommandAccepted') {
        return { ...event, commandId: 'uuid', origin: { ...event.origin, device: 'rest:10.0.0.1', cause: 'button' } };
      }
      if (event.type === 'FlattenStarted' || event.type === 'FlattenEnded') {
        return { ...event, flattenId: `other-${event.flattenId}` };
      }
      if (event.type === 'TradeClosed')
        return { ...event, trade: { ...event.trade, tradeId: `X${event.trade.tradeId}` } };
      if (event.type === 'OrderFilled') return { ...event, fill: { ...event.fill, fillId: `Z${event.fill.fillId}` } };
      return event;
    });
    expect(fileExport(other, { wallNow: () => 1, epoch: 9 })).toEqual(expected);
    const text = expected.join('\n');
    for (const word of [
      'SIM-1',
      'run-1',
      'script',
      'cockpit',
      'person-',
      'epoch',
      process.cwd(),
      String(process.pid),
    ]) {
      expect(text).not.toContain(`"${word}`);
    }
  });

  test('gaps in the order ids leave no trace: they are counted per book as they appear', () => {
    const renamed = (id: string) => id.replace(/-O(\d+)$/, (_all, n: string) => `-O${Number(n) * 10}`);
    const text = JSON.stringify(rows).replaceAll(/"(orderId|parentId)":"([^"]+)"/g, (_all, key: string, id: string) => {
      return `"${key}":"${renamed(id)}"`;
    });
    expect([...exportLines(JSON.parse(text) as JournalRow[], [])]).toEqual(
      expected.filter((line) => !line.includes('"k":"bar"')),
    );
  });

  test('alarms of the machine, speed and a file that cannot be written are left out', () => {
    const noise: JournalEvent[] = [
      { type: 'Alarm', code: 'file_locked', message: 'busy' },
      { type: 'Alarm', code: 'engine_crash_loop', book: 'MNQ', message: 'gave up' },
      { type: 'SpeedChanged', speed: 60 },
      { type: 'FileLost', reason: 'locked' },
      { type: 'BlockRaised', block: { scope: { account: true }, code: 'file', subject: 'journal', detail: 'locked' } },
      { type: 'BlockLifted', scope: { account: true }, code: 'file', subject: 'journal' },
      { type: 'FileBack' },
    ];
    const row = (event: JournalEvent): JournalRow => ({ ...rows[0]!, event });
    expect([...exportLines(noise.map(row), [])]).toEqual([]);
    const told = [...exportLines([row({ type: 'Alarm', code: 'feed_stale', message: 'no quote for 12 s' })], [])];
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('12 s');
  });

  test('any difference in what happened shows', () => {
    const fillAt = rows.findIndex((row) => row.event.type === 'OrderFilled');
    const changed = (change: (row: JournalRow) => JournalRow | undefined) => {
      const other = rows.flatMap((row, index) => (index === fillAt ? (change(row) ?? []) : [row]));
      return [...exportLines(other, [])].join('\n');
    };
    const same = changed((row) => row);
    const fill = (part: object) => (row: JournalRow) =>
      ({ ...row, event: { ...row.event, fill: { ...(row.event as { fill: object }).fill, ...part } } }) as JournalRow;
    expect(changed(() => undefined)).not.toBe(same);
    expect(changed(fill({ priceTicks: 1 }))).not.toBe(same);
    expect(changed(fill({ feeCents: 1 }))).not.toBe(same);
    expect(changed(fill({ qty: 9 }))).not.toBe(same);
    expect(changed((row) => ({ ...row, timeMs: row.timeMs + 1 }))).not.toBe(same);
    expect(changed((row) => ({ ...row, step: row.step + 1 }))).not.toBe(same);
  });

  test('bars out of order are a broken invariant', () => {
    const bar = { timeMs: 60_000, open: 1, high: 1, low: 1, close: 1, volume: 1 };
    const at = (contractId: string, minute: number) => ({ contractId, bar: { ...bar, timeMs: minute * 60_000 } });
    expect([...exportLines([], [at('A', 1), at('A', 2), at('B', 1)])]).toHaveLength(3);
    expect(() => [...exportLines([], [at('B', 1), at('A', 2)])]).toThrow(/by contract and time/);
    expect(() => [...exportLines([], [at('A', 2), at('A', 2)])]).toThrow(/by contract and time/);
  });
});
