/** Ways in which a hostile client may flood, and whom. */
export const FLOODS = [
  'hub reads',
  'symbol reads',
  'handshakes',
  'bad tokens',
  'refused calls',
  'log-ins',
  'takes nothing',
] as const;
export type Flood = (typeof FLOODS)[number];

export interface Target {
  readonly flood: Flood;
  readonly hub: string;
  readonly symbol: string;
  /** Of somebody who may look only. */
  readonly viewer: string;
}
