import type { ReactElement } from 'react';
import type { ImportedRecording } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { useMedia } from '../context/use-media.ts';
import { useCall } from '../context/use-call.ts';
import { minutes, moment } from './recording-words.ts';

const COLUMNS: readonly Column<ImportedRecording>[] = [
  { key: 'name', title: 'Name', width: 'auto', cell: ({ name }) => name },
  { key: 'root', title: 'As', width: '56px', cell: ({ root }) => root },
  {
    key: 'bars',
    title: 'Bars',
    width: '92px',
    isNumber: true,
    cell: ({ bars }) => bars.toLocaleString('en-US'),
  },
  { key: 'each', title: 'Each', width: '72px', cell: ({ intervalMinutes }) => minutes(intervalMinutes) },
];

/** The recordings that lie beside the runs, and a way to remove one. */
export function RecordingList(): ReactElement {
  const { cockpit, dialog } = useScreen();
  const { zone } = usePrefs();
  const isPhone = useMedia('(max-width: 760px)');
  const isReplay = useCockpit((state) => state.account?.mode === 'REPLAY');
  const [loaded] = useCall('recordings');
  const remove = ({ number, name, root, bars }: ImportedRecording): void => {
    const again = { kind: 'import' } as const;
    const gone = (): void => {
      void cockpit.hub.call('removeRecording', { params: { number } }, 600_000).then((answer) => {
        if (!answer.ok && answer.code === 'reauthenticate') dialog.set({ kind: 'password', run: gone });
        else {
          if (!answer.ok)
            cockpit.store.send({ type: 'toast', tone: 'warning', text: `${name} is not removed: ${answer.message}` });
          dialog.set(again);
        }
      });
    };
    dialog.set({
      kind: 'ask',
      title: `Remove ${name}?`,
      words: [`${bars.toLocaleString('en-US')} bars of ${root} go with it. The file that they came from stays.`],
      verb: 'Remove',
      run: gone,
    });
  };
  const last: Column<ImportedRecording> = {
    key: 'remove',
    title: '',
    width: '88px',
    cell: (row) => (
      <button
        type="button"
        className="small-button"
        aria-label={`Remove ${row.name}`}
        disabled={isReplay}
        title={isReplay ? 'A replay runs and may read it' : undefined}
        onClick={() => remove(row)}
      >
        Remove
      </button>
    ),
  };
  const from: Column<ImportedRecording> = {
    key: 'from',
    title: 'From',
    width: '136px',
    cell: (row) => moment(row.from, zone),
  };
  const all = [...COLUMNS, from, last];
  return (
    <section className="import-list">
      <h3>Imported recordings</h3>
      {loaded.state === 'fault' ? <p className="amber">{loaded.message}</p> : null}
      <Table<ImportedRecording>
        label="Imported recordings"
        columns={isPhone ? COLUMNS.filter(({ key }) => key === 'name' || key === 'bars').concat(last) : all}
        rows={loaded.state === 'ok' ? loaded.value : []}
        rowKey={({ number }) => String(number)}
        empty={loaded.state === 'loading' ? 'Loading' : 'None yet.'}
      />
    </section>
  );
}
