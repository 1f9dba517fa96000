import type { ReactElement, ReactNode } from 'react';
import './table.css';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  /** CSS grid width: "84px", "minmax(120px, 1fr)". */
  readonly width: string;
  readonly isNumber?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly empty: string;
  /** Called with a click or Enter on a row. */
  readonly onRow?: (row: T) => void;
  readonly most?: number | undefined;
  /** Stays below the rows. */
  readonly foot?: ReactNode;
}

/** A dense table with fixed columns: a digit more moves nothing. */
export function Table<T>({
  label,
  columns,
  rows,
  rowKey,
  empty,
  onRow,
  most = 200,
  foot,
}: TableProps<T>): ReactElement {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.isNumber ? 'num' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => (
            <tr
              key={rowKey(row)}
              tabIndex={onRow === undefined ? undefined : 0}
              className={onRow === undefined ? undefined : 'is-clickable'}
              onClick={onRow === undefined ? undefined : () => onRow(row)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') onRow?.(row);
              }}
            >
              {columns.map((column) => (
                <td key={column.key} className={column.isNumber ? 'num' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? <p className="table-empty">{empty}</p> : null}
      {foot === undefined ? null : <div className="table-foot">{foot}</div>}
    </div>
  );
}
