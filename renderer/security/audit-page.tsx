import { useState, type ReactElement } from 'react';
import type { AuditEntry } from '../../engine/wire/index.ts';
import { Segmented } from '../controls/segmented.tsx';
import { Table, type Column } from '../controls/table.tsx';
import { clock, day, dayMonth } from '../format/time.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { actWords, auditPage, isRefused, resultSentence, resultWords } from '../state/audit-rows.ts';

/** As many as the hub tells at once. */
const MOST = 2_000;

const COLUMNS: readonly Column<AuditEntry>[] = [
  { key: 'time', title: 'Time', width: '104px', cell: (row) => clock(Date.parse(row.time), 'local') },
  { key: 'who', title: 'Who', width: '15%', cell: (row) => <strong title={row.actor}>{row.actor}</strong> },
  {
    key: 'what',
    title: 'What',
    width: '33%',
    cell: (row) => (
      <span title={row.cause === '' ? undefined : row.cause}>
        {actWords(row.what)} {row.scope === '' ? null : <span className="quiet">{row.scope}</span>}
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
    width: '32%',
    cell: (row) => (
      <span className="quiet" title={row.device}>
        {row.device}
      </span>
    ),
  },
];

/** Who asked for what, from where, and what came of it: in letters that are read from across the room. */
export function AuditPage(): ReactElement {
  const [entries] = useCall('audit', { query: { limit: MOST } }, 10_000);
  const [text, setText] = useState('');
  const [shown, setShown] = useState<'all' | 'refused'>('all');
  const [page, setPage] = useState(0);
  const tools = (
    <>
      <input
        className="field"
        type="search"
        aria-label="Filter the audit log"
        placeholder="Name, act, device, address"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPage(0);
        }}
      />
      <Segmented<'all' | 'refused'>
        label="Which acts"
        choices={[
          { value: 'all', text: 'all' },
          { value: 'refused', text: 'refused' },
        ]}
        value={shown}
        onChoose={(value) => {
          setShown(value);
          setPage(0);
        }}
      />
    </>
  );
  return (
    <PanelPage label="Audit log" tools={tools} className="audit">
      <Await loaded={entries}>
        {(all) => {
          const { rows, from, to, all: found } = auditPage(all, { text, isRefusedOnly: shown === 'refused' }, page);
          const isFiltered = text.trim() !== '' || shown === 'refused';
          return (
            <>
              <Table
                label="Audit log"
                columns={COLUMNS}
                rows={rows}
                rowKey={(row) => `${row.time} ${row.actor} ${row.what} ${row.scope} ${row.device} ${row.result}`}
                groupOf={(row) =>
                  `${day(Date.parse(row.time), 'local').slice(0, 3)} ${dayMonth(Date.parse(row.time), 'local')}`
                }
                empty={isFiltered ? 'Nothing of that kind.' : 'Nothing was asked yet.'}
              />
              <div className="page-tools audit-pages">
                <button
                  type="button"
                  className="small-button"
                  disabled={from <= 1}
                  onClick={() => setPage((before) => Math.max(0, before - 1))}
                >
                  Newer
                </button>
                <button
                  type="button"
                  className="small-button"
                  disabled={to >= found}
                  onClick={() => setPage((before) => before + 1)}
                >
                  Older
                </button>
                <span className="quiet" role="status" data-testid="audit-place">
                  {found === 0 ? 'nothing' : `${from} to ${to} of ${found}`}
                </span>
              </div>
            </>
          );
        }}
      </Await>
    </PanelPage>
  );
}
