import type { ReactElement } from 'react';
import { clock, type Zone } from '../format/time.ts';

/** The time of a row, in the zone that was chosen. */
export function RowTime({ iso, zone }: { readonly iso: string; readonly zone: Zone }): ReactElement {
  return <time dateTime={iso}>{clock(Date.parse(iso), zone)}</time>;
}
