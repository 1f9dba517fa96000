import { useState, type ReactElement } from 'react';
import type { ToldOptions } from '../../engine/wire/index.ts';
import { Segmented } from '../controls/segmented.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { NOTHING } from '../format/money.ts';
import { ENGINE, found, optionRows, type OptionRow } from '../state/option-rows.ts';
import { Await } from './panel-page.tsx';
import { useCall } from '../context/use-call.ts';

const COLUMNS: readonly Column<OptionRow>[] = [
  {
    key: 'name',
    title: 'Option',
    width: '20%',
    cell: (row) => (
      <>
        <strong>{row.name}</strong>
        {row.also === '' ? null : <span className="quiet option-also">{row.also}</span>}
      </>
    ),
  },
  {
    key: 'value',
    title: 'Value',
    width: '16%',
    cell: (row) => (
      <span
        className={row.isChanged ? 'option-changed' : undefined}
        title={row.isChanged ? 'Not the default' : undefined}
      >
        {row.value ?? NOTHING}
      </span>
    ),
  },
  { key: 'default', title: 'Default', width: '14%', cell: (row) => row.default ?? NOTHING },
  {
    key: 'range',
    title: 'Range',
    width: '18%',
    cell: (row) => (
      <>
        {row.range}
        {row.unit === null ? null : <span className="quiet"> {row.unit}</span>}
      </>
    ),
  },
  { key: 'doc', title: 'What it does', width: '32%', cell: (row) => <span className="quiet">{row.doc}</span> },
];

function Rows({ told }: { readonly told: ToldOptions }): ReactElement {
  const [group, setGroup] = useState(ENGINE);
  const [words, setWords] = useState('');
  const strategy = told.strategies.find(({ id }) => id === group);
  const all = optionRows(told, group);
  const rows = found(all, words);
  return (
    <>
      <p className="page-note">
        {strategy === undefined ? (
          <>
            Set in the file of <code>--config</code>, by flags or in the environment (names in capitals); read at the
            start. To change one, give its flag or write it into that JSON file, where a point leads one level down, as
            in <code>{'{"risk": {"dailyLossLimit": 600}}'}</code>, and start Pitwall again. A flag stands before the
            environment, that before the file.
          </>
        ) : (
          <>
            Set in the file of <code>--config</code>; read at the start. To change one, write it into that JSON file, as
            in{' '}
            <code>{`{"strategy": {"${strategy.id}": {"parameters": {"${all[0]?.name ?? ''}": ${all[0]?.json ?? ''}}}}}`}</code>
            , and start Pitwall again. Defaults here are those of the preset.
          </>
        )}
      </p>
      <div className="page-tools">
        <Segmented<string>
          label="Options of"
          choices={[ENGINE, ...told.strategies.map(({ id }) => id)].map((value) => ({ value, text: value }))}
          value={group}
          onChoose={setGroup}
        />
        <input
          className="field"
          aria-label="Find an option"
          placeholder="Find an option"
          type="search"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <span className="quiet" role="status">
          {rows.length === all.length ? all.length : `${rows.length} of ${all.length}`}
          {strategy === undefined ? ' options' : ` parameters \u00b7 preset ${strategy.preset}`}
        </span>
      </div>
      <Table
        label="Engine options"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.key}
        empty={`Nothing is called or does \u201c${words.trim()}\u201d.`}
      />
    </>
  );
}

/** What the engine and its strategies were started with: to look up, not to change here. */
export function EngineOptions(): ReactElement {
  const [told] = useCall('options');
  return (
    <section className="engine-options" aria-label="Engine">
      <h3 className="heading">Engine</h3>
      <Await loaded={told}>{(options) => <Rows told={options} />}</Await>
    </section>
  );
}
