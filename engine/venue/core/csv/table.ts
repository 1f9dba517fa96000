/** One line of a file, cut into cells; `line` counts from 1 in the file. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  /** Names of the columns as written, or undefined when the first line is data already. */
  readonly header: readonly string[] | undefined;
  readonly delimiter: string;
  readonly rows: readonly Row[];
}

/** Cuts a text into rows: comma, semicolon or tab; quotes, either line ending, byte order mark, blank lines. */
export function readTable(text: string): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const firstLine = lines.find((line) => line.trim() !== '') ?? '';
  const delimiter = [',', ';', '\t'].toSorted((a, b) => count(firstLine, b) - count(firstLine, a))[0] ?? ',';
  const rows: Row[] = [];
  let header: readonly string[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cut(line, delimiter);
    if (rows.length === 0 && header === undefined && !cells.some(isNumber)) header = cells;
    else rows.push({ line: index + 1, cells });
  }
  return { header, delimiter, rows };
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function cut(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const char = line.charAt(i);
    if (quoted && char === '"' && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (char === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += char;
    }
  }
  return [...cells, cell.trim()];
}
