/** What this browser keeps between visits: small JSON documents by name. A broken one counts as absent. */
export interface Kept {
  readonly read: (name: string) => unknown;
  readonly write: (name: string, value: unknown) => void;
}

const PREFIX = 'pitwall.';

export function browserKept(storage: Storage): Kept {
  return {
    read: (name) => {
      const text = storage.getItem(PREFIX + name);
      if (text === null) return undefined;
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        console.warn(`what was kept as ${name} cannot be read and is left aside`, error);
        return undefined;
      }
    },
    write: (name, value) => {
      try {
        storage.setItem(PREFIX + name, JSON.stringify(value));
      } catch (error) {
        console.warn(`${name} could not be kept`, error);
      }
    },
  };
}
