import { useState, type ReactElement } from 'react';
import { AUDIT_KINDS, type AuditEntry, type AuditKind } from '../../engine/wire/index.ts';
import { Segmented } from '../controls/segmented.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { clock, day } from '../format/time.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import {
  actorWords,
  actWords,
  AUDIT_PAGE,
  isRefused,
  placeWords,
  resultSentence,
  resultWords,
} from '../state/audit-rows.ts';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { key: 'time', title: 'Time', width: '104px', cell: (row) => clock(Date.parse(row.time), 'local') },
  { key: 'who', title: 'Who', width: '22%', cell: (row) => <strong title={actorWords(row)}>{actorWords(row)}</strong> },
  {
    key: 'what',
    title: 'What',
    width: '32%',
    cell: (row) => (
      <span title={[row.scope, row.cause].filter((each) => each !== '').join(', ')}>
        {actWords(row)} {row.scope === '' ? null : <span className="quiet">{row.scope}</span>}
      </span>
    ),
  },
  {
    key: 'result',
    title: 'Result',
    width: '20%',
    cell: (row) => (
      <span className={isRefused(row) ? 'amber' : 'quiet'} title={resultSentence(row)}>
        {resultWords(row)}
      </span>
    ),
  },
  {
    key: 'from',
    title: 'From',
    width: '26%',
    cell: (row) => (
      <span className="quiet" title={`${row.device} ${row.address}`}>
        {placeWords(row)}
      </span>
    ),
  },
];

interface Filter {
  readonly kind: AuditKind | '';
  readonly actor: string;
  readonly result: 'all' | 'refused';
}

/** Who asked for what, from where, and what came of it: in letters that are read from across the room. */
export function AuditPage(): ReactElement {
  const [filter, setFilter] = useState<Filter>({ kind: '', actor: '', result: 'all' });
  /** Ends of the pages that were turned over, newest first: the last one is that of the page that is shown. */
  const [ends, setEnds] = useState<readonly number[]>([]);
  const { kind, actor, result } = filter;
  const [page] = useCall(
    'audit',
    {
      query: {
        limit: AUDIT_PAGE,
        before: ends.at(-1),
        ...(kind === '' ? {} : { kind }),
        ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
        ...(result === 'all' ? {} : { result }),
      },
    },
    10_000,
  );
  const narrow = (change: Partial<Filter>): void => {
    setFilter({ ...filter, ...change });
    setEnds([]);
  };
  const tools = (
    <>
      <select
        className="field"
        aria-label="Acts of which kind"
        value={kind}
        // The options are this very set.
        onChange={(event) => narrow({ kind: event.target.value as AuditKind | '' })}
      >
        <option value="">everything</option>
        {Object.entries(AUDIT_KINDS).map(([each, words]) => (
          <option key={each} value={each} title={words}>
            {each}
          </option>
        ))}
      </select>
      <input
        className="field"
        type="search"
        aria-label="Acts of whom"
        placeholder="Whole name"
        maxLength={100}
        value={actor}
        onChange={(event) => narrow({ actor: event.target.value })}
      />
      <Segmented<'all' | 'refused'>
        label="Acts with which result"
        choices={[
          { value: 'all', text: 'all' },
          { value: 'refused', text: 'refused' },
        ]}
        value={result}
        onChoose={(value) => narrow({ result: value })}
      />
    </>
  );
  const isFiltered = kind !== '' || actor.trim() !== '' || result === 'refused';
  return (
    <PanelPage label="Audit log" tools={tools} className="audit">
      <Await loaded={page}>
        {({ rows, older }) => (
          <>
            <Table
              label="Audit log"
              columns={COLUMNS}
              rows={rows.toReversed()}
              rowKey={(row) => String(row.id)}
              groupOf={(row) => day(Date.parse(row.time), 'local')}
              empty={isFiltered ? 'Nothing of that kind.' : 'Nothing was asked yet.'}
            />
            <div className="page-tools audit-pages">
              <button
                type="button"
                className="small-button"
                disabled={ends.length === 0}
                onClick={() => setEnds(ends.slice(0, -1))}
              >
                Newer
              </button>
              <button
                type="button"
                className="small-button"
                disabled={older === null}
                onClick={() => {
                  if (older !== null) setEnds([...ends, older]);
                }}
              >
                Older
              </button>
              <span className="quiet" role="status">
                {ends.length === 0 ? 'the newest' : `page ${ends.length + 1}`}
              </span>
            </div>
          </>
        )}
      </Await>
    </PanelPage>
  );
}
