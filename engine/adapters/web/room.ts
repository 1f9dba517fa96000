/** A room of a socket server: the sockets that asked for the same. `key`: of what, where the kind has several. */
export interface Room<K extends string = string> {
  readonly kind: K;
  readonly key?: string;
}

/** The name that Socket.IO knows a room by: "cockpit", "quotes MNQ". No kind has a space in it. */
export function roomName({ kind, key }: Room): string {
  return key === undefined ? kind : `${kind} ${key}`;
}

/** The room of a name; undefined where it is of none of these kinds (Socket.IO has rooms of its own). */
export function readRoom<K extends string>(name: string, kinds: readonly K[]): Room<K> | undefined {
  const space = name.indexOf(' ');
  const written = space < 0 ? name : name.slice(0, space);
  const kind = kinds.find((each) => each === written);
  if (kind === undefined) return undefined;
  return space < 0 ? { kind } : { kind, key: name.slice(space + 1) };
}
