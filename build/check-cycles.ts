/** No file imports itself over others, not even for a type: whoever reads one of a ring has to read them all. */
import { posix } from 'node:path';
import type { Breach } from './check-imports.ts';
import type { ImportFact } from './source-facts.ts';

interface Visit {
  readonly index: number;
  low: number;
  isOpen: boolean;
}

/** @param imports of each source file by its project-relative path; what leads to no such file is left out */
export function cycleBreaches(imports: ReadonlyMap<string, readonly ImportFact[]>): readonly Breach[] {
  return rings(imports).map((ring) => {
    const [file = '', ...others] = ring;
    return { file, line: 1, message: `in a ring of imports with ${others.join(', ') || 'itself'}` };
  });
}

/** Files that reach each other (Tarjan's strongly connected components of more than one file, or of one that imports itself). */
function rings(imports: ReadonlyMap<string, readonly ImportFact[]>): readonly (readonly string[])[] {
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const found: string[][] = [];
  const next = (file: string): readonly string[] =>
    (imports.get(file) ?? [])
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => posix.join(posix.dirname(file), specifier))
      .filter((target) => imports.has(target));

  const visit = (file: string): Visit => {
    const own: Visit = { index: visits.size, low: visits.size, isOpen: true };
    visits.set(file, own);
    open.push(file);
    for (const target of next(file)) {
      const seen = visits.get(target);
      if (seen === undefined) own.low = Math.min(own.low, visit(target).low);
      else if (seen.isOpen) own.low = Math.min(own.low, seen.index);
    }
    if (own.low === own.index) {
      const ring = open.splice(open.indexOf(file));
      for (const each of ring) (visits.get(each) as Visit).isOpen = false;
      if (ring.length > 1 || next(file).includes(file)) found.push(ring.sort((a, b) => (a < b ? -1 : 1)));
    }
    return own;
  };
  for (const file of imports.keys()) if (!visits.has(file)) visit(file);
  return found;
}
