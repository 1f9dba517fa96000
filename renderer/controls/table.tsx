import { Fragment, type ReactElement, type ReactNode } from 'react';
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
  /** What a row belongs to ("Thu 19 Nov"): said above the first row of each that differs from the one above it. */
  readonly groupOf?: (row: T) => string;
  /** What the first rows belong to without being said. */
  readonly firstGroup?: string;
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
  groupOf,
  firstGroup,
  foot,
}: TableProps<T>): ReactElement {
  const shown = rows.slice(0, most);
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
          {shown.map((row, index) => {
            const above = shown[index - 1];
            const group = groupOf?.(row);
            const isNew = group !== undefined && group !== (above === undefined ? firstGroup : groupOf?.(above));
            return (
              <Fragment key={rowKey(row)}>
                {isNew ? (
                  <tr className="table-group">
                    <th scope="rowgroup" colSpan={columns.length}>
                      {group}
                    </th>
                  </tr>
                ) : null}
                <tr
                  tabIndex={onRow === undefined ? undefined : 0}
                  className={onRow === undefined ? undefined : 'is-clickable'}
                  onClick={onRow === undefined ? undefined : () => onRow(row)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') onRow?.(row);
                  }}
                >
                  {columns.map((column) => (
                    <td key={column.key} className={column.isNumber ? 'num' : undefined} data-title={column.title}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 ? <p className="table-empty">{empty}</p> : null}
      {foot === undefined ? null : <div className="table-foot">{foot}</div>}
    </div>
  );
}
